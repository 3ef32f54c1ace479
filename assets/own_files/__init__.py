"""The municipality's own files: Excel, CSV, Parquet and JSON become records, with every fault."""

"""Middle floor: what is made. One room a source or product, each with thin Dagster assets and its own code."""

-- What is another function on Spark than in macros.sql. All else is the same text, translated (models/spark_sql.py).

-- Linear interpolation, type 7; several shares at once give an array.
CREATE OR REPLACE MACRO quartile(x, share) AS percentile(x, share);

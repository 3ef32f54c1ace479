-- What is another function on Spark than in macros.sql. All else is the same text, translated (models/tables/spark_sql.py).

-- Linear interpolation, type 7; several shares at once give an array.
CREATE OR REPLACE MACRO quartile(x, share) AS percentile(x, share);

CREATE OR REPLACE MACRO item_of(items, place) AS get(items, CAST(place AS INTEGER) - 1);

CREATE OR REPLACE MACRO place_of(items, item) AS CAST(array_position(items, item) AS INTEGER);

CREATE OR REPLACE MACRO items_of(items, places) AS list_transform(places, lambda p: get(items, p - 1));

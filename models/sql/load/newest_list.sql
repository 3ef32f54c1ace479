-- query: newest_list
-- speaks of: kpi
-- needs: kpi, future_harvest
-- what: When a list was last known otherwise than before, by a harvest that is not dated after now. It speaks of KPIs, as
--   listed_anew does.
SELECT max(known_from) AS known_from
FROM kpi
WHERE known_from NOT IN (SELECT "at" FROM future_harvest)

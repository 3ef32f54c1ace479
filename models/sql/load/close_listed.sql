-- statement: close_listed
-- speaks of: kpi, kpi_id
-- needs: listed, listed_anew, this_harvest
-- what: Ends the versions of a list's rows that came otherwise or not at all. It speaks of KPIs, as listed_anew does.
UPDATE kpi SET known_to = greatest(this_harvest."at", kpi.known_from)
FROM this_harvest
WHERE
    kpi.known_to IS NULL
    AND kpi.kpi_id NOT IN (SELECT listed.kpi_id FROM listed ANTI JOIN listed_anew USING (kpi_id))

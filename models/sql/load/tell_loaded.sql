-- statement: tell_loaded
-- needs: asked, difference, fresh
-- what: Notes which KPIs have news: a difference that is more than noise, or a first value.
UPDATE asked SET outcome = 'loaded'
WHERE
    kpi_id IN (SELECT kpi_id FROM difference WHERE kind <> 'noise')
    OR kpi_id IN (SELECT kpi_id FROM fresh) AND n_cells > 0

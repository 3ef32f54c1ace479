-- Roles in the warehouse's database. Run by its owner, once or again: psql --dbname warehouse --file deploy/roles.sql
--
--   styrtal_reader      reads the warehouse: pages, notebooks, other systems
--   styrtal_analyst     reads it, and makes tables of one's own in the schema `analysis`
--   styrtal_publisher   the run workers: writes the warehouse, and nobody else does
--
-- A person or program is a login of its own, in one of the roles (docs/security.md). These roles guard the catalogue;
-- the files have the rights of the folder that they lie in.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['styrtal_reader', 'styrtal_analyst', 'styrtal_publisher'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO styrtal_reader, styrtal_publisher', current_database());
    -- DuckLake says CREATE SCHEMA IF NOT EXISTS, which PostgreSQL refuses those who may not create one.
    EXECUTE format('GRANT CREATE ON DATABASE %I TO styrtal_publisher', current_database());
END
$$;
GRANT styrtal_reader TO styrtal_analyst;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS styrtal;
CREATE SCHEMA IF NOT EXISTS styrtal_example;
CREATE SCHEMA IF NOT EXISTS analysis;
ALTER SCHEMA styrtal OWNER TO styrtal_publisher;
ALTER SCHEMA styrtal_example OWNER TO styrtal_publisher;
GRANT USAGE ON SCHEMA styrtal, styrtal_example, analysis TO styrtal_reader;
GRANT CREATE ON SCHEMA analysis TO styrtal_analyst;

-- What is there, and what the workers will make.
GRANT SELECT ON ALL TABLES IN SCHEMA styrtal, styrtal_example TO styrtal_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE styrtal_publisher IN SCHEMA styrtal GRANT SELECT ON TABLES TO styrtal_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE styrtal_publisher IN SCHEMA styrtal_example GRANT SELECT ON TABLES TO styrtal_reader;

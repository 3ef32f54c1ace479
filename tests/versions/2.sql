CREATE TABLE warehouse_version (version INTEGER NOT NULL);

CREATE TABLE area ("area_id" VARCHAR NOT NULL, "title" VARCHAR, "type" VARCHAR, "known_from" TIMESTAMP NOT NULL, "known_to" TIMESTAMP, "source_answer_id" VARCHAR NOT NULL);

CREATE TABLE area_group ("group_id" VARCHAR NOT NULL, "title" VARCHAR, "members" VARCHAR NOT NULL, "known_from" TIMESTAMP NOT NULL, "known_to" TIMESTAMP, "source_answer_id" VARCHAR NOT NULL);

CREATE TABLE harvest ("harvest_id" VARCHAR NOT NULL, "base_url" VARCHAR NOT NULL, "origin" VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL);

CREATE TABLE kolada_unit ("kolada_unit_id" VARCHAR NOT NULL, "title" VARCHAR, "area_id" VARCHAR, "known_from" TIMESTAMP NOT NULL, "known_to" TIMESTAMP, "source_answer_id" VARCHAR NOT NULL);

CREATE TABLE kolada_unit_value ("kpi_id" VARCHAR NOT NULL, "kolada_unit_id" VARCHAR NOT NULL, "period" BIGINT NOT NULL, "gender" ENUM ('K', 'M', 'T') NOT NULL, "value" DOUBLE, "status" VARCHAR NOT NULL, "count" BIGINT, "known_from" TIMESTAMP NOT NULL, "known_to" TIMESTAMP, "closed_by" ENUM ('absent', 'deleted', 'revised'), "source_answer_id" VARCHAR NOT NULL);

CREATE TABLE kolada_value ("kpi_id" VARCHAR NOT NULL, "area_id" VARCHAR NOT NULL, "period" BIGINT NOT NULL, "gender" ENUM ('K', 'M', 'T') NOT NULL, "value" DOUBLE, "status" VARCHAR NOT NULL, "count" BIGINT, "known_from" TIMESTAMP NOT NULL, "known_to" TIMESTAMP, "closed_by" ENUM ('absent', 'deleted', 'revised', 'withdrawn'), "source_answer_id" VARCHAR NOT NULL);

CREATE TABLE kpi ("kpi_id" VARCHAR NOT NULL, "title" VARCHAR, "description" VARCHAR, "is_divided_by_gender" BOOLEAN, "municipality_type" VARCHAR, "operating_area" VARCHAR, "prel_publication_date" VARCHAR, "publication_date" VARCHAR, "publ_period" VARCHAR, "has_ou_data" BOOLEAN, "known_from" TIMESTAMP NOT NULL, "known_to" TIMESTAMP, "source_answer_id" VARCHAR NOT NULL);

CREATE TABLE kpi_asked ("kpi_id" VARCHAR NOT NULL, "harvest_id" VARCHAR NOT NULL, "base_url" VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL, "complete" BOOLEAN NOT NULL, "areas_hash" VARCHAR NOT NULL, "from_year" BIGINT, "in_catalogue" BOOLEAN NOT NULL, "n_cells" BIGINT NOT NULL, "n_conflicts" BIGINT NOT NULL, "outcome" ENUM ('answered_empty', 'conflicting', 'loaded', 'older', 'unchanged') NOT NULL);

CREATE TABLE kpi_fingerprint ("kpi_id" VARCHAR NOT NULL, "coverage" VARCHAR NOT NULL, "fingerprint" VARCHAR NOT NULL);

CREATE TABLE question_answered ("question" VARCHAR NOT NULL, "kpi_ids" VARCHAR NOT NULL, "sha256s" VARCHAR NOT NULL, "n_cells" VARCHAR NOT NULL);

CREATE TABLE refused_harvest ("harvest_id" VARCHAR NOT NULL, "origin" VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL, "kpi_ids" VARCHAR NOT NULL, "why" VARCHAR NOT NULL);

CREATE TABLE source_answer ("source_answer_id" VARCHAR NOT NULL, "harvest_id" VARCHAR NOT NULL, "kind" VARCHAR NOT NULL, "url" VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL, "fetched_at" TIMESTAMP NOT NULL, "status" BIGINT NOT NULL, "size" BIGINT NOT NULL, "sha256" VARCHAR NOT NULL, "origin" VARCHAR NOT NULL, "n_noise" BIGINT NOT NULL);

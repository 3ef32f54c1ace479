"""The deployment's files: no container engine runs where they are tested, so what they promise is read from them."""

import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.small import cells, fetch, vintage

DEPLOY = ROOT / "deploy"
SERVICES = ("postgres", "code", "daemon", "web", "backup", "proxy")
TAG = re.compile(r"^[\w.-]+(/[\w.-]+)*:v?\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$")


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


COMPOSE = read("compose.yaml")


def test_the_file_is_what_the_compose_specification_allows(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(DEPLOY / "compose.yaml")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(text.replace("read_only: true", "readonly: true", 1), encoding="utf-8")
    done = subprocess.run([*command, str(tmp_path / "wrong.yaml")], capture_output=True, text=True)
    assert (done.returncode, "readonly" in done.stdout) == (1, True), done.stdout + done.stderr


def test_every_part_is_there() -> None:
    assert set(COMPOSE["services"]) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_no_root_writes_nothing_outside_its_volumes_and_tells_its_health(name: str) -> None:
    service = COMPOSE["services"][name]
    user, group = service["user"].split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert TAG.match(service["image"]), service["image"]
    assert not {"privileged", "network_mode", "pid"} & service.keys()
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))


def test_only_the_proxy_can_be_reached_and_only_from_this_machine() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"proxy": ["127.0.0.1:4180:4180"]}
    networks = {name: set(service["networks"]) for name, service in COMPOSE["services"].items()}
    closed = {name for name, how in COMPOSE["networks"].items() if how == {"internal": True}}
    assert {name for name, there in networks.items() if there - closed} == {"code", "proxy"}
    # The proxy shares a network with the web server, and with nobody else.
    assert {name for name, there in networks.items() if there & networks["proxy"]} == {"proxy", "web"}
    assert COMPOSE["services"]["proxy"]["environment"]["OAUTH2_PROXY_UPSTREAMS"] == "http://web:3000"


def test_nobody_comes_in_without_signing_in_and_being_of_the_group() -> None:
    settings = COMPOSE["services"]["proxy"]["environment"]
    for name in ("OIDC_ISSUER_URL", "CLIENT_ID", "ALLOWED_GROUPS"):
        assert ":?" in settings[f"OAUTH2_PROXY_{name}"], f"{name} has no default"
    assert not any("SKIP_AUTH" in name for name in settings)
    assert settings["OAUTH2_PROXY_COOKIE_SECURE"] == "true"


def test_no_secret_stands_in_the_files() -> None:
    kept = set(COMPOSE["secrets"])
    for service in COMPOSE["services"].values():
        assert set(service.get("secrets", [])) <= kept
        for name, value in (service.get("environment") or {}).items():
            if re.search(r"PASSWORD|SECRET|POSTGRES_URL|WAREHOUSE", name):
                assert str(value).startswith("/run/secrets/"), name
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "deploy/secrets" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def test_services_wait_for_those_they_need_and_stand_on_what_is_there() -> None:
    for name, service in COMPOSE["services"].items():
        for needed, how in service.get("depends_on", {}).items():
            assert "healthcheck" in COMPOSE["services"][needed]
            assert how == {"condition": "service_healthy"}, name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or source.startswith("${") or (DEPLOY / source).is_file(), volume


def test_the_image_is_built_from_the_pins_and_runs_as_no_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes --requirement /app/requirements.lock" in text
    assert all(TAG.match(line.split()[1]) for line in text.splitlines() if line.startswith("FROM "))
    assert re.search(r"^USER 10001:10001$", text, flags=re.MULTILINE)
    lines = [line.split() for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    for parts in lines:
        assert all((ROOT / source).exists() for source in parts[1:-1]), parts
    assert COMPOSE["services"]["code"]["image"] == "styrtal:0.1.0"
    assert 'version = "0.1.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_dagsters_state_is_in_postgresql_and_every_setting_has_a_home() -> None:
    settings = read("dagster.yaml")
    assert settings["storage"] == {"postgres": {"postgres_url": {"env": "DAGSTER_POSTGRES_URL"}}}
    assert settings["telemetry"]["enabled"] is False
    wanted = set(re.findall(r"env: (\w+)", (DEPLOY / "dagster.yaml").read_text(encoding="utf-8")))
    wanted |= set(re.findall(r"env: (\w+)", (DEPLOY / "workspace.yaml").read_text(encoding="utf-8")))
    given = (DEPLOY / "Dockerfile").read_text(encoding="utf-8") + (DEPLOY / "with-secrets.sh").read_text(
        encoding="utf-8"
    )
    for name in wanted:
        assert name in given or name in COMPOSE["services"]["code"]["environment"], name


def test_dagster_reads_its_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip(
        "dagster_postgres", reason="dagster-postgres is not installed: uv run --extra lake --group dev pytest"
    )
    from dagster._core.instance.config import dagster_instance_config

    for name in ("DAGSTER_POSTGRES_URL", "DAGSTER_COMPUTE_LOGS"):
        monkeypatch.setenv(name, str(tmp_path))
    found, _ = dagster_instance_config(str(DEPLOY))
    assert found["concurrency"]["pools"]["default_limit"] == 1


def test_kubernetes_has_the_same_promises() -> None:
    values = read("kubernetes/values.yaml")
    deployment = values["dagster-user-deployments"]["deployments"][0]
    for part in (values["dagsterWebserver"], values["dagsterDaemon"], deployment):
        assert part["podSecurityContext"]["runAsNonRoot"] is True
        assert part["podSecurityContext"]["runAsUser"] == 10001
        assert part["securityContext"]["readOnlyRootFilesystem"] is True
        assert part["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert part["image"]["tag"] == "0.1.0"
    assert values["dagsterWebserver"]["service"]["type"] == "ClusterIP"
    assert values["postgresql"]["enabled"] is False
    assert values["generatePostgresqlPasswordSecret"] is False
    assert any(name.endswith("/auth-url") for name in values["ingress"]["annotations"])
    assert "postgresqlPassword" not in values["postgresql"]
    pins = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r"--version (\S+)", (DEPLOY / "kubernetes" / "values.yaml").read_text(encoding="utf-8"))
    assert version is not None
    assert f'"dagster=={version.group(1)}"' in pins


def test_kubernetes_has_a_backup_each_night_and_a_code_server_that_few_reach() -> None:
    text = (DEPLOY / "kubernetes" / "extra.yaml").read_text(encoding="utf-8")
    job, policy = yaml.safe_load_all(text)
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["args"][:2] == ["sh", "/app/deploy/backups.sh"]
    values = read("kubernetes/values.yaml")["dagster-user-deployments"]["deployments"][0]
    image = values["image"]
    assert container["image"] == f"{image['repository']}:{image['tag']}"
    # The same home, definitions, lake and secrets as the runs have.
    assert [each for each in container["env"] if each["name"].startswith("STYRTAL")] == [
        {"name": name, "value": value} for name, value in values["env"].items()
    ]
    assert container["envFrom"] == [{"secretRef": secret} for secret in values["envSecrets"]]
    (rule,) = policy["spec"]["ingress"]
    assert policy["spec"]["podSelector"] == {"matchLabels": {"deployment": values["name"]}}
    assert rule["ports"] == [{"protocol": "TCP", "port": values["port"]}]


@pytest.mark.skipif(os.name != "posix", reason="the scripts run where containers do")
def test_a_backup_a_day_is_kept_so_long_and_told_as_fresh(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "backups"
    folder.mkdir()
    fetch(home, [vintage("2024-03-01", cells({2023: 80.0}))])
    script = ["sh", str(DEPLOY / "backups.sh"), str(folder)]
    env = {**os.environ, "STYRTAL_HOME": str(home), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    assert subprocess.run([*script, "--is-fresh"], env=env).returncode == 1
    old = folder / "styrtal-2020-01-01T000000.zip"
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    assert subprocess.run([*script, "--is-fresh"], env=env).returncode == 1
    # One that does not come out whole throws nothing away.
    assert subprocess.run([*script, "--once"], env={**env, "STYRTAL_HOME": str(tmp_path / "none")}).returncode == 1
    assert list(folder.glob("*.zip")) == [old]
    assert subprocess.run([*script, "--once"], env=env).returncode == 0
    (made,) = folder.glob("*.zip")
    assert made != old
    assert zipfile.is_zipfile(made)
    assert subprocess.run([*script, "--is-fresh"], env=env).returncode == 0


@pytest.mark.skipif(
    os.name != "posix", reason="a program of one's own in place of Docker, which runs nowhere that this is tested"
)
def test_images_are_pinned_to_what_their_tags_mean_all_or_none(tmp_path: Path) -> None:
    for name in ("compose.yaml", "Dockerfile"):
        shutil.copy(DEPLOY / name, tmp_path)
    before = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}

    def pin(answer: str) -> subprocess.CompletedProcess[str]:
        docker = tmp_path / "bin" / "docker"
        docker.parent.mkdir(exist_ok=True)
        docker.write_text(f"#!/bin/sh\nfor last; do :; done\n{answer}\n", encoding="utf-8")
        docker.chmod(0o755)
        env = {**os.environ, "PATH": f"{docker.parent}:/usr/bin:/bin"}
        command = [sys.executable, "-m", "tools.images", str(tmp_path)]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)

    refused = pin('case $last in postgres*) echo "no such host" >&2; exit 1;; esac; echo sha256:' + "a" * 64)
    assert (refused.returncode, "postgres:15.13-bookworm: no such host" in refused.stderr) == (1, True)
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in before} == before
    for letter in "ab":
        done = pin(f"echo sha256:{letter * 64}")
        assert done.returncode == 0, done.stderr
        pinned = (tmp_path / "compose.yaml").read_text(encoding="utf-8")
        images = {each["image"] for each in yaml.safe_load(pinned)["services"].values()}
        assert {image for image in images if "@" not in image} == {"styrtal:0.1.0"}
        assert all(TAG.match(image) for image in images)
        assert {image.split("@")[1] for image in images if "@" in image} == {f"sha256:{letter * 64}"}
        text = (tmp_path / "Dockerfile").read_text(encoding="utf-8")
        assert len(re.findall(rf"(?m)^FROM python:\S+@sha256:{letter * 64}(?: AS build)?$", text)) == 2


@pytest.mark.skipif(os.name != "posix", reason="the scripts run where containers do")
def test_the_start_makes_secrets_once_and_shows_none(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    env = {"PATH": os.environ["PATH"], "STYRTAL_SECRETS_FOLDER": str(folder)}
    command = ["sh", str(DEPLOY / "start.sh"), "--secrets-only"]
    first = subprocess.run(command, env=env, capture_output=True, text=True)
    assert first.returncode == 2
    assert "oidc_client_secret" in first.stderr
    (folder / "oidc_client_secret").write_text("given", encoding="utf-8")
    before = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(before) == set(COMPOSE["secrets"])
    second = subprocess.run(command, env=env, capture_output=True, text=True)
    assert second.returncode == 0, second.stderr
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert before["dagster_postgres_url"].startswith("postgresql+psycopg2://")
    assert len(before["proxy_cookie_secret"]) == 32
    assert len(before["styrtal_postgres_password"]) == 48
    assert before.pop("styrtal_smtp_password") == ""
    for value in before.values():
        assert value not in first.stdout + first.stderr + second.stdout + second.stderr


@pytest.mark.skipif(os.name != "posix", reason="the scripts run where containers do")
def test_a_program_is_given_dagsters_address_from_its_file_and_a_home_to_write_in(tmp_path: Path) -> None:
    (tmp_path / "dagster_postgres_url").write_text("postgresql://hemligt", encoding="utf-8")
    home = tmp_path / "dagster"
    env = {"PATH": os.environ["PATH"], "STYRTAL_SECRETS": str(tmp_path), "DAGSTER_HOME": str(home)}
    command = ["sh", str(DEPLOY / "with-secrets.sh"), "sh", "-c", "echo $DAGSTER_POSTGRES_URL"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.stdout == "postgresql://hemligt\n"
    assert (home / "dagster.yaml").read_bytes() == (DEPLOY / "dagster.yaml").read_bytes()
    # Kubernetes puts its own there, and no program may fail for it.
    (home / "dagster.yaml").write_text("own", encoding="utf-8")
    (home / "dagster.yaml").chmod(0o400)
    assert subprocess.run(command, env=env, capture_output=True, text=True).stdout == "postgresql://hemligt\n"
    assert (home / "dagster.yaml").read_text(encoding="utf-8") == "own"


@pytest.mark.skipif(os.name != "posix", reason="the scripts run where containers do")
def test_a_health_check_that_comes_while_the_program_starts_fails_neither(tmp_path: Path) -> None:
    command = ["sh", str(DEPLOY / "with-secrets.sh"), "cat"]
    for number in range(10):
        home = tmp_path / str(number)
        env = {"PATH": os.environ["PATH"], "STYRTAL_SECRETS": str(tmp_path), "DAGSTER_HOME": str(home)}
        pipe = subprocess.PIPE
        both = [
            subprocess.Popen([*command, str(home / "dagster.yaml")], env=env, stdout=pipe, stderr=pipe)
            for _ in range(6)
        ]
        for process in both:
            text, errors = process.communicate(timeout=60)
            assert (process.returncode, errors) == (0, b"")
            assert text == (DEPLOY / "dagster.yaml").read_bytes()
        assert [path.name for path in home.iterdir()] == ["dagster.yaml"]

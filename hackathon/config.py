"""Where things are and how this installation is set up; everything has a default that runs the demo."""

from __future__ import annotations

import ipaddress
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PACKAGE = Path(__file__).resolve().parent


def asset_dir(name: str) -> Path:
    """`templates` or `data`: inside the package in a wheel, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HACKATHON_", extra="ignore", populate_by_name=True)

    home: Path = Path("instance")
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    public_url: str | None = None
    secret_key: str | None = None
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    """How many proxies stand in front of us. Only as many entries of X-Forwarded-For are believed, from the right."""
    smtp_url: str | None = None
    """smtp://user:password@host:port (STARTTLS where offered) or smtps://…; without it letters wait in the outbox."""
    mail_from: str | None = None
    metrics_from: str = "127.0.0.0/8, ::1"
    """Addresses and networks that may read /metrics, with commas between them."""
    font_dir: Path | None = None
    """A folder with fonts for printed documents, asked before the packaged Korean font."""

    @property
    def allows_offline(self) -> bool | None:
        """Whether browsers let tablets work offline at the public address: over HTTPS or on this machine; None: unset."""
        if not self.public_url:
            return None
        address = urlsplit(self.public_url)
        return address.scheme == "https" or is_loopback(address.hostname or "")

    @field_validator("metrics_from")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        _networks(value)
        return value

    @property
    def metrics_networks(self) -> list[Network]:
        return _networks(self.metrics_from)

    @property
    def root(self) -> Path:
        return self.home.expanduser().resolve()

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    def database(self) -> str:
        if self.database_url:
            return self.database_url.replace("postgres://", "postgresql+psycopg://", 1).replace(
                "postgresql://", "postgresql+psycopg://", 1
            )
        return f"sqlite:///{self.root / 'hackathon.sqlite3'}"

    def make_home(self) -> None:
        self.keys.mkdir(parents=True, exist_ok=True)
        self.keys.chmod(0o700)

    def secret(self) -> str:
        """The key that signs cookies: from the environment, else made once and kept in the home folder."""
        return self.secret_key or keep_once(self.keys / "cookie.key", secrets.token_hex(32).encode()).decode()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host by this name; browsers trust such a name without HTTPS."""
    return host == "localhost" or host.endswith(".localhost") or host == "::1" or host.startswith("127.")


def _networks(text: str) -> list[Network]:
    return [ipaddress.ip_network(each.strip(), strict=False) for each in text.split(",") if each.strip()]


def keep_once(path: Path, content: bytes) -> bytes:
    """Write `content` unless the file is there; two processes that start together agree on one of them."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    return content

"""Accounts: register, log in for a signed token, and who am I."""

import base64
import binascii
import hashlib
import hmac
import os
import time
from datetime import datetime, timezone
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field
from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

from core import audit, settings
from core.database import reading, users, writing

router = APIRouter()
bearer = HTTPBearer()

SECRET = settings.required("TOKEN_SECRET").encode()
TOKEN_HOURS = float(os.environ.get("TOKEN_HOURS", "12"))


class Credentials(BaseModel):
    username: str = Field(min_length=3, max_length=64, pattern=r"^[\w.-]+$")
    password: str = Field(min_length=8, max_length=128)


class Registration(Credentials):
    display_name: str = Field(default="", max_length=128)


def password_hash(password: str, salt: bytes) -> str:
    return salt.hex() + ":" + hashlib.scrypt(password.encode(), salt=salt, n=4096, r=8, p=1).hex()


def password_matches(password: str, stored: str) -> bool:
    salt = bytes.fromhex(stored.partition(":")[0])
    return hmac.compare_digest(password_hash(password, salt), stored)


def signature(payload: str) -> str:
    return hmac.new(SECRET, payload.encode(), hashlib.sha256).hexdigest()


def make_token(username: str) -> str:
    """username and expiry, signed; nothing to store, so it outlives a restart."""
    payload = f"{username}:{int(time.time() + TOKEN_HOURS * 3600)}"
    return base64.urlsafe_b64encode(f"{payload}:{signature(payload)}".encode()).decode()


def current_user(token: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> Row:
    """The user whose token this is; 401 for anything else."""
    try:
        payload, _, signed = base64.urlsafe_b64decode(token.credentials).decode().rpartition(":")
        username, _, expires = payload.rpartition(":")
        valid = hmac.compare_digest(signature(payload), signed) and int(expires) > time.time()
    except (binascii.Error, ValueError, TypeError):
        valid, username = False, ""
    with reading() as connection:
        user = connection.execute(select(users).where(users.c.username == username)).first()
    if not valid or user is None:
        raise HTTPException(401, "log in first")
    return user


User = Annotated[Row, Depends(current_user)]


@router.post("/register", status_code=201)
def register(new: Registration) -> dict[str, str]:
    try:
        with writing() as connection:
            connection.execute(users.insert().values(
                username=new.username,
                display_name=new.display_name or new.username,
                password=password_hash(new.password, os.urandom(16)),
                created_at=datetime.now(timezone.utc).replace(tzinfo=None),
            ))
            audit.record(connection, new.username, "register")
    except IntegrityError:
        raise HTTPException(409, "this name is taken") from None
    return {"username": new.username}


@router.post("/login")
def login(credentials: Credentials) -> dict[str, str]:
    with writing() as connection:
        user = connection.execute(
            select(users).where(users.c.username == credentials.username)
        ).first()
        if user is None or not password_matches(credentials.password, user.password):
            raise HTTPException(401, "wrong name or password")
        audit.record(connection, user.username, "login")
    return {"token": make_token(user.username), "token_type": "bearer"}


@router.get("/me")
def me(user: User) -> dict[str, str]:
    return {"username": user.username, "display_name": user.display_name}

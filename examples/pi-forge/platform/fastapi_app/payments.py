"""Pi payments: created here and at Pi, approved by the server, completed with a transaction."""

import json
import os
import uuid
from datetime import datetime, timezone
from decimal import Decimal
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import Row, select

from core import audit, settings
from core.database import payments, reading, writing
from fastapi_app.auth import User

router = APIRouter(prefix="/payments")

PI_URL = settings.required("PI_NETWORK_URL")
PI_KEY = settings.required("PI_NETWORK_API_KEY")
PI_TIMEOUT = float(os.environ.get("PI_NETWORK_TIMEOUT_SECONDS", "5"))


class NewPayment(BaseModel):
    amount: Decimal = Field(gt=0, max_digits=18, decimal_places=7)
    memo: str = Field(default="", max_length=256)


class Reference(BaseModel):
    payment: uuid.UUID


def call_pi(path: str, body: dict[str, str]) -> dict[str, str]:
    """One request to the Pi Network's interface; 502 if it fails."""
    request = Request(
        f"{PI_URL}{path}", json.dumps(body).encode(),
        {"Authorization": f"Key {PI_KEY}", "Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=PI_TIMEOUT) as response:
            return json.load(response)
    except HTTPError as error:
        raise HTTPException(502, f"Pi Network answered {error.code}") from None
    except (URLError, OSError, ValueError):
        raise HTTPException(502, "Pi Network does not answer") from None


def own_payment(user: Row, payment: uuid.UUID, status: str) -> Row:
    """The user's payment, which must be in this status."""
    mine = select(payments).where(payments.c.id == payment, payments.c.user_id == user.id)
    with reading() as connection:
        found = connection.execute(mine).first()
    if found is None:
        raise HTTPException(404, "no such payment")
    if found.status != status:
        raise HTTPException(409, f"the payment is {found.status}, not {status}")
    return found


def advance(user: Row, found: Row, status: str) -> dict[str, str]:
    """Only now a transaction is begun: none is held while Pi is asked."""
    unchanged = (payments.c.id == found.id) & (payments.c.status == found.status)
    with writing() as connection:
        changed = connection.execute(payments.update().where(unchanged).values(status=status))
        if changed.rowcount != 1:
            raise HTTPException(409, "another request was faster")
        audit.record(connection, user.username, f"payment.{status}", payment=found.id)
    return {"payment": str(found.id), "status": status}


@router.post("/create", status_code=201)
def create(new: NewPayment, user: User) -> dict[str, str]:
    at_pi = call_pi("/v2/payments", {"amount": str(new.amount), "memo": new.memo})
    payment = uuid.uuid4()
    with writing() as connection:
        connection.execute(payments.insert().values(
            id=payment, user_id=user.id, pi_payment=at_pi["identifier"], amount=new.amount,
            memo=new.memo, status="created",
            created_at=datetime.now(timezone.utc).replace(tzinfo=None),
        ))
        audit.record(connection, user.username, "payment.created", payment=payment, amount=new.amount)
    return {"payment": str(payment), "status": "created"}


@router.post("/approve")
def approve(reference: Reference, user: User) -> dict[str, str]:
    found = own_payment(user, reference.payment, "created")
    call_pi(f"/v2/payments/{found.pi_payment}/approve", {})
    return advance(user, found, "approved")


@router.post("/complete")
def complete(reference: Reference, user: User) -> dict[str, str]:
    found = own_payment(user, reference.payment, "approved")
    done = call_pi(f"/v2/payments/{found.pi_payment}/complete", {"txid": uuid.uuid4().hex})
    return {**advance(user, found, "completed"), "txid": done["txid"]}

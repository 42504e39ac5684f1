"""What contract/seed.toml has: a pool with pages, its app clients and a person."""

from typing import NamedTuple


class Client(NamedTuple):
    id: str
    secret: str


POOL = "eu-west-1_contract1"
CALLBACK = "http://localhost:3999/callback"
WEB = Client("contractweb0000000000000000", "s3cretoftheweb0application0of0the0contract0tests00x")
MACHINE = Client("contractmachine000000000000", "s3cretofthemachine0of0the0contract0tests0000000000x")
PERSON = ("walrus@example.com", "Walrus-and-1871")

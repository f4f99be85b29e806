"""Fetching from a server on loopback that behaves well, badly, and with malice."""

from __future__ import annotations

import gzip
import pickle
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import FetchError, SourceError
from sayso.sources.fetching.encoded import Decoder
from sayso.sources.fetching.fetcher import Fetcher, Limits
from tests.serving import Answer, Route, Site, redirect, serving

SOON = Limits(connect=1.0, read=0.3, total=0.6, redirects=5)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({"/page": Answer("<p>The dam held.</p>", headers={"ETag": '"7"'})}) as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    fetcher = Fetcher(allow_private=True, delay=0, limits=SOON)
    yield fetcher
    fetcher.close()


def reason(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    return str(caught.value)


def test_a_page_comes_with_what_its_server_says_of_it(site: Site, fetcher: Fetcher) -> None:
    day = "Mon, 02 Mar 2026 10:00:00 GMT"
    headers = {"ETag": '"v1"', "Last-Modified": day, "Content-Type": "Text/HTML; charset=ISO-8859-1", "X-Other": "no"}
    site.routes["/story"] = Answer(b"caf\xe9", headers=headers)
    found = fetcher.get(site.url("/story"))
    assert (found.status, found.body, found.asked, found.url) == (
        200,
        b"caf\xe9",
        site.url("/story"),
        site.url("/story"),
    )
    assert (found.content_type, found.charset) == ("text/html", "iso-8859-1")
    assert (found.etag, found.modified, found.retry_after) == ('"v1"', day, None)
    assert "x-other" not in found.headers


def test_who_fetches_says_so(site: Site) -> None:
    Fetcher(allow_private=True, agent="gazette/2", contact="desk@gazette.example").get(site.url("/page"))
    assert site.headers[0]["user-agent"] == "gazette/2 (+desk@gazette.example)"
    assert "cookie" not in site.headers[0]


@pytest.mark.parametrize("agent", ["two\r\nlines: x", "", "naïve"])
def test_a_user_agent_that_cannot_be_sent_is_refused(agent: str) -> None:
    with pytest.raises(FetchError, match="User-Agent must be a line of ASCII"):
        Fetcher(agent=agent)


def test_what_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    def page(handler: BaseHTTPRequestHandler) -> Answer:
        known = handler.headers.get("If-None-Match") == '"7"'
        return Answer(b"" if known else "text", 304 if known else 200, {"ETag": '"7"'})

    site.routes["/page"] = page
    first = fetcher.get(site.url("/page"))
    again = fetcher.get(site.url("/page"), etag=first.etag, modified="Mon, 02 Mar 2026 10:00:00 GMT")
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert site.headers[1]["if-modified-since"] == "Mon, 02 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://127.0.0.1/x", "no http or https URL"),
        ("file:///etc/passwd", "no http or https URL"),
        ("javascript:alert(1)", "no http or https URL"),
        ("/etc/passwd", "no http or https URL"),
        ("http://user:secret@127.0.0.1/", "carries a user name or password"),
        ("http:///path", "names no host"),
        ("http://[::1/", "no URL that can be parsed"),
        ("http://host:99999/", "no URL that can be parsed"),
        ("http://h/" + "a" * 9000, "longer than 8192 characters"),
        ("http://no-such-host.invalid/", "is not known"),
        ("http://" + "a" * 70 + ".example/", "is not known"),
    ],
)
def test_what_is_no_url_to_fetch_is_told(fetcher: Fetcher, url: str, told: str) -> None:
    assert told in reason(fetcher, url)


@given(st.text(max_size=40))
def test_whatever_is_asked_for_ends_in_a_fetch_error_where_nothing_may_be_reached(text: str) -> None:
    fetcher = Fetcher(delay=0, limits=SOON, resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(FetchError):
        fetcher.get(text)
    with pytest.raises(FetchError):
        fetcher.get(f"http://{text}/")


def test_redirects_are_followed_and_the_url_that_answered_is_told(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/old": redirect("/newer?a=1#part", 301), "/newer?a=1": redirect(site.url("/page"), 308)}
    found = fetcher.get(site.url("/old"))
    assert (found.asked, found.url, found.body) == (site.url("/old"), site.url("/page"), b"<p>The dam held.</p>")


def test_a_redirect_in_raw_utf_8_is_followed_as_browsers_do(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/old": redirect("/café".encode().decode("latin-1")), "/caf%C3%A9": Answer("in")}
    assert fetcher.get(site.url("/old")).body == b"in"


def test_redirects_in_a_circle_are_told(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/a": redirect("/b"), "/b": redirect("/a"), "/self": redirect("/self")}
    assert reason(fetcher, site.url("/a")) == "it redirects in a circle: tell whoever runs the server"
    assert "circle" in reason(fetcher, site.url("/self"))


def test_a_chain_of_redirects_without_end_is_told(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    assert "redirects more than 5 times" in reason(fetcher, site.url("/0"))
    assert len(site.asked) == 6


def test_each_redirect_is_checked_before_it_is_asked_for(site: Site, fetcher: Fetcher) -> None:
    site.routes["/old"] = redirect("/page")
    seen: list[str] = []
    fetcher.get(site.url("/old"), check=seen.append)
    assert seen == [site.url("/old"), site.url("/page")]


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://[oops/"])
def test_a_redirect_to_what_may_not_be_fetched_is_told(site: Site, fetcher: Fetcher, to: str) -> None:
    site.routes["/old"] = redirect(to)
    assert "it " in reason(fetcher, site.url("/old"))
    assert len(site.asked) == 1


def test_private_addresses_are_refused_unless_they_are_allowed(site: Site) -> None:
    told = reason(Fetcher(delay=0), site.url("/page"))
    assert told.startswith("its host 127.0.0.1 is at 127.0.0.1, which is on this machine, and only public addresses")
    assert "--allow-private" in told
    assert site.asked == []
    assert Fetcher(delay=0, allow_private=True).get(site.url("/page")).status == 200


def test_a_redirect_to_loopback_is_refused(site: Site) -> None:
    """The first host counts as public here; what it redirects to is this machine under another name."""
    fetcher = Fetcher(delay=0, resolve=lambda host, port: ["127.0.0.1"] if host == "inside.example" else ["1.1.1.1"])
    connected = []
    fetcher_line = "sayso.sources.fetching.line.socket.create_connection"
    real = socket.create_connection

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        return real(("127.0.0.1", site.port), timeout)

    site.routes["/old"] = redirect(f"http://inside.example:{site.port}/page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetcher_line, connect)
        told = reason(fetcher, f"http://news.example:{site.port}/old")
    assert told.startswith("its host inside.example is at 127.0.0.1")
    assert connected == [("1.1.1.1", site.port)]
    assert site.asked == ["/old"]


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(site: Site) -> None:
    """A name server that answers otherwise the second time (DNS rebinding) is not asked a second time."""
    answers = iter([["127.0.0.1"], ["192.0.2.1"]])
    fetcher = Fetcher(allow_private=True, delay=0, resolve=lambda host, port: next(answers))
    assert fetcher.get(f"http://rebinding.example:{site.port}/page").status == 200
    assert site.headers[0]["host"] == f"rebinding.example:{site.port}"
    assert next(answers) == ["192.0.2.1"]


def test_an_address_that_does_not_answer_gives_way_to_the_next(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, delay=0, resolve=lambda host, port: ["::1", "127.0.0.1"])
    assert fetcher.get(f"http://both.example:{site.port}/page").status == 200


def test_a_name_server_that_hangs_is_not_waited_for(site: Site) -> None:
    fetcher = Fetcher(delay=0, limits=Limits(connect=0.1), resolve=lambda host, port: (site.over.wait(5), [])[1])
    assert "could not be resolved" in reason(fetcher, "http://slow.example/")


@pytest.mark.parametrize(
    ("status", "told", "lasting"),
    [
        (404, "the server answers 404 Not Found: check the address", True),
        (403, "the server answers 403 Forbidden: it is not for everybody, or not for programs", True),
        (500, "the server answers 500 Internal Server Error: try later", False),
        (429, "the server answers 429 Too Many Requests: try later", False),
        (799, "the server answers 799: try later", False),
        (304, "the server answers 304 Not Modified: try later", False),
    ],
)
def test_a_status_that_brings_nothing_is_told(
    site: Site, fetcher: Fetcher, status: int, told: str, lasting: bool
) -> None:
    site.routes["/x"] = Answer("", status, {"Retry-After": "120"})
    with pytest.raises(FetchError) as caught:
        fetcher.get(site.url("/x"))
    assert str(caught.value) == told
    assert (caught.value.status, caught.value.retry_after, caught.value.lasting) == (status, 120.0, lasting)


def test_retry_after_may_be_a_day_and_may_be_nonsense(site: Site, fetcher: Fetcher) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    for value, least, most in ((later, 280.0, 300.0), ("99999999999", 86_400.0, 86_400.0)):
        site.routes["/x"] = Answer("", headers={"Retry-After": value})
        found = fetcher.get(site.url("/x")).retry_after
        assert found is not None and least <= found <= most
    for value in ("soon", "-5", "²", "Mon, 99 Foo 2026"):
        site.routes["/x"] = Answer("", headers={"Retry-After": value.encode().decode("latin-1")})
        assert fetcher.get(site.url("/x")).retry_after is None


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "raw deflate"])
def test_a_compressed_body_is_inflated(site: Site, fetcher: Fetcher, encoding: str) -> None:
    text = b"The harbour master said so. " * 20_000
    packed = gzip.compress(text) if "gzip" in encoding else zlib.compress(text)
    packed = packed[2:-4] if encoding == "raw deflate" else packed
    site.routes["/x"] = Answer(packed, headers={"Content-Encoding": encoding.removeprefix("raw ")})
    assert fetcher.get(site.url("/x")).body == text


def test_a_bomb_is_stopped_while_it_is_inflated(site: Site) -> None:
    packed = gzip.compress(bytes(50 * 2**20))
    site.routes["/bomb"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    fetcher = Fetcher(allow_private=True, delay=0)
    assert "grows more than 250-fold" in reason(fetcher, site.url("/bomb"))
    decoder = Decoder("gzip", 2**30)
    given: list[int] = []
    with pytest.raises(FetchError):
        given.extend(len(piece) for piece in decoder.feed(packed))
    assert sum(given) < 20 * 2**20


def test_what_inflates_to_more_than_is_allowed_is_stopped(site: Site) -> None:
    limits = Limits(decoded=100_000)
    noise = bytes(range(256)) * 1000
    site.routes["/x"] = Answer(gzip.compress(noise), headers={"Content-Encoding": "gzip"})
    assert "larger than" in reason(Fetcher(allow_private=True, delay=0, limits=limits), site.url("/x"))


def test_several_members_are_one_body(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(10)
    site.routes["/x"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    assert fetcher.get(site.url("/x")).body == b"one two"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (gzip.compress(b"The bridge" * 1000)[:-20], "it broke off before its end"),
        (b"no gzip at all", "its compressed body is damaged"),
        (gzip.compress(b"x") + b"rubbish", "its compressed body is damaged"),
    ],
)
def test_a_damaged_compressed_body_is_told(site: Site, fetcher: Fetcher, body: bytes, told: str) -> None:
    site.routes["/x"] = Answer(body, headers={"Content-Encoding": "gzip"})
    assert told in reason(fetcher, site.url("/x"))


def test_an_encoding_that_was_not_asked_for_is_told(site: Site, fetcher: Fetcher) -> None:
    site.routes["/x"] = Answer(b"...", headers={"Content-Encoding": "zstd, br"})
    assert "encoded as zstd, br, which was not asked for" in reason(fetcher, site.url("/x"))


@given(st.binary(max_size=3000), st.sampled_from(["", "gzip", "deflate"]), st.integers(1, 500))
def test_what_was_compressed_comes_out_whatever_the_pieces_it_comes_in(data: bytes, encoding: str, size: int) -> None:
    packed = {"": data, "gzip": gzip.compress(data), "deflate": zlib.compress(data)}[encoding]
    decoder = Decoder(encoding, 2**20)
    pieces = [piece for at in range(0, len(packed), size) for piece in decoder.feed(packed[at : at + size])]
    decoder.end()
    assert b"".join(pieces) == data


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<item>more</item>" * 4000)


def test_a_body_without_end_is_stopped_by_its_size(site: Site) -> None:
    site.routes["/endless"] = endless
    fetcher = Fetcher(allow_private=True, delay=0, limits=Limits(received=2**20))
    assert reason(fetcher, site.url("/endless")) == "it is larger than 1 MiB: name something smaller"


def test_a_body_that_says_that_it_is_too_large_is_not_begun(site: Site, fetcher: Fetcher) -> None:
    site.routes["/huge"] = Answer("", headers={"Content-Length": str(10**12)})
    assert "larger than 64 MiB" in reason(fetcher, site.url("/huge"))


def test_a_body_can_be_read_as_it_comes(site: Site, fetcher: Fetcher) -> None:
    site.routes["/endless"] = endless
    with fetcher.open(site.url("/endless")) as (response, stream):
        assert (response.status, response.body) == (200, b"")
        assert stream.read(12) == b"<item>more</"


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    drip(handler)


def cut_off(handler: BaseHTTPRequestHandler) -> Answer:
    return Answer("half", headers={"Content-Length": "100"})


def cut_off_in_a_chunk(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nhalf of it")


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 mail.example ESMTP ready\r\n")


def long_header(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n")


def silent(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("route", "told"),
    [
        (drip, "it took longer than 0.6 s: try later"),
        (drip_headers, "it took longer than 0.6 s: try later"),
        (cut_off, "it broke off before its end: try again"),
        (cut_off_in_a_chunk, "it broke off before its end: try again"),
        (no_http, "its server does not speak HTTP as it should: try later"),
        (long_header, "its server does not speak HTTP as it should: try later"),
        (silent, "it broke off before its end: try again"),
    ],
)
def test_a_server_that_misbehaves_is_one_sentence(site: Site, fetcher: Fetcher, route: Route, told: str) -> None:
    site.routes["/x"] = route
    assert reason(fetcher, site.url("/x")) == told
    assert fetcher.get(site.url("/page")).status == 200


def test_a_server_that_says_nothing_is_given_up(site: Site, fetcher: Fetcher) -> None:
    site.routes["/x"] = site.hang
    assert reason(fetcher, site.url("/x")) == "its host said nothing for 0.3 s: try later"


def test_a_port_that_nobody_listens_on_is_told(fetcher: Fetcher) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert "its host refuses connections" in reason(fetcher, f"http://127.0.0.1:{unused.getsockname()[1]}/")


def test_there_are_never_more_connections_than_allowed(site: Site) -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def count(handler: BaseHTTPRequestHandler) -> Answer:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.03)
        with lock:
            under_way -= 1
        return Answer("ok")

    site.routes["/x"] = count
    fetcher = Fetcher(allow_private=True, delay=0, connections=3)
    threads = [threading.Thread(target=fetcher.get, args=[site.url("/x")]) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.asked) == 12
    assert most <= 3


def test_between_two_requests_to_one_host_some_time_passes(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, delay=0.1)
    threads = [threading.Thread(target=fetcher.get, args=[site.url("/page")]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(site.times) - min(site.times) > 0.28


def test_closing_cuts_what_is_under_way_and_refuses_the_rest(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, delay=0)
    site.routes["/x"] = site.hang
    threading.Timer(0.1, fetcher.close).start()
    began = time.monotonic()
    with pytest.raises(FetchError):
        fetcher.get(site.url("/x"))
    assert time.monotonic() - began < 2
    assert reason(fetcher, site.url("/page")) == "fetching was stopped"


def test_requests_go_through_a_proxy_that_resolves_names() -> None:
    with serving({"http://news.invalid/story": Answer("by proxy")}) as proxy:
        fetcher = Fetcher(delay=0, proxy=f"http://ann:secret@127.0.0.1:{proxy.port}")
        assert fetcher.get("http://news.invalid/story").body == b"by proxy"
        assert proxy.headers[0]["proxy-authorization"].startswith("Basic ")
        assert proxy.headers[0]["host"] == "news.invalid"
        assert "which is on this machine" in reason(fetcher, "http://127.0.0.1/")
        assert "the proxy refuses it" in reason(fetcher, "https://news.invalid/story")
        assert proxy.asked == ["http://news.invalid/story", "news.invalid:443"]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "127.0.0.1", "http://"])
def test_a_proxy_that_cannot_be_used_is_told(proxy: str) -> None:
    with pytest.raises(FetchError, match="write it as http://HOST:PORT"):
        Fetcher(proxy=proxy)


def test_fetch_errors_are_source_errors_that_cross_process_borders() -> None:
    error = pickle.loads(pickle.dumps(FetchError("it is not there", status=404, retry_after=3.0, lasting=True)))
    assert issubclass(FetchError, SourceError)
    assert (str(error), error.status, error.retry_after, error.lasting) == ("it is not there", 404, 3.0, True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if which("openssl") is None:
        pytest.skip("a certificate is made by openssl")
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=harrow.example", "-addext", "subjectAltName=DNS:harrow.example"]
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*command, *names, *made], check=True, capture_output=True)
    return folder


@pytest.fixture
def secure(site: Site, certificate: Path) -> Site:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    return site


def trusting(certificate: Path) -> Fetcher:
    tls = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    return Fetcher(allow_private=True, delay=0, resolve=lambda host, port: ["127.0.0.1"], tls=tls, limits=SOON)


def test_tls_goes_to_the_checked_address_and_verifies_the_name(secure: Site, certificate: Path) -> None:
    fetcher = trusting(certificate)
    assert fetcher.get(f"https://harrow.example:{secure.port}/page").body == b"<p>The dam held.</p>"
    told = reason(fetcher, f"https://other.example:{secure.port}/page")
    assert told.startswith("its certificate cannot be trusted (Hostname mismatch")


def test_a_certificate_that_nobody_vouches_for_is_told(secure: Site) -> None:
    fetcher = Fetcher(allow_private=True, delay=0, resolve=lambda host, port: ["127.0.0.1"])
    told = reason(fetcher, f"https://harrow.example:{secure.port}/page")
    assert told.startswith("its certificate cannot be trusted (self")


def test_https_of_a_server_that_speaks_http_is_told(site: Site, certificate: Path) -> None:
    assert "no safe connection" in reason(trusting(certificate), f"https://harrow.example:{site.port}/page")


@pytest.mark.parametrize("length", ["²", "٣", "-5", "", "5,5"])
def test_a_length_that_is_no_number_is_passed_over(site: Site, fetcher: Fetcher, length: str) -> None:
    def route(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(f"HTTP/1.0 200 OK\r\nContent-Length: {length}\r\n\r\nhello".encode("latin-1", "replace"))

    site.routes["/"] = route
    assert fetcher.get(site.url()).body == b"hello"


def test_what_a_server_calls_its_encoding_never_reaches_a_terminal(site: Site, fetcher: Fetcher) -> None:
    def route(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Encoding: \x9b31m\x1b[31mred\r\n\r\nhello")

    site.routes["/"] = route
    with pytest.raises(FetchError) as caught:
        fetcher.get(site.url())
    assert str(caught.value).isprintable()

"""The rules of the house: which room may reach what.

A room is a component's folder: libcore is `core`, adapters/http_server is `http_server`.
"""

# Foreign packages, by what the path of one of their headers looks like; the first that fits. Whatever
# core reaches is checked more strictly: the C++ standard library and nothing else.
FOREIGN = {
    "asio": r"/boost/asio[./]",
    "beast": r"/boost/beast[./]",
    "json": r"/boost/json[./]",
    "boost": r"/boost/",
    "soci": r"/soci/",
    "sqlite3": r"/sqlite3(ext)?\.h$",
    "postgresql": r"/(libpq-fe|postgres_ext|pg_config)\.h$|/postgresql/",
    "openssl": r"/openssl/",
    "argon2": r"/argon2\.h$",
    "curl": r"/curl/",
    "unistring": r"/(uni(case|ctype|norm|str|types|conv|stdio|name|width|wbrk|gbrk|lbrk)|unistring/[a-z-]+)\.h$",
    "idn2": r"/idn2\.h$",
    "spdlog": r"/spdlog/",
    "fmt": r"/fmt/",
    "cli11": r"/CLI/",
    "toml++": r"/toml\+\+/",
    "doctest": r"/doctest/",
}
# What a package's own headers include of others.
DRAGS = {
    "asio": {"boost"},
    "beast": {"asio", "boost"},
    "json": {"boost"},
    "soci": {"boost"},
    "spdlog": {"fmt"},
}

# Per room: the foreign packages that its sources may name and its objects may reach, and those of its
# public headers. A room that is not listed has none.
SOURCES = {
    "http_server": {"asio", "beast", "boost", "openssl"},
    "http_api": {"json", "boost"},
    "http_gate": {"json", "boost"},
    "storage_sqlite": {"soci", "sqlite3", "fmt"},
    "storage_postgresql": {"postgresql"},
    "crypto_openssl": {"openssl"},
    "password_argon2": {"argon2"},
    "mail_smtp": {"curl"},
    "text_unicode": {"unistring", "idn2"},
    "transfer_json": {"json", "boost", "openssl"},
    "storage_conformance": {"doctest"},
}
HEADERS = {
    "storage_conformance": {"doctest"},
}
# The same for programs, which are no components; checked by what their sources name.
PROGRAMS = {
    "apps/gatehouse": {"cli11", "toml++", "spdlog", "fmt"},
    "apps/examples": {"asio", "beast"},
}

# The rooms that a room may reach besides itself and core.
ROOMS = {
    "storage_sqlite": {"storage_sql"},
    "storage_postgresql": {"storage_sql"},
    "http_api": {"http_server"},
    "http_gate": {"http_server"},
    "mail_maildir": {"mail_message"},
    "mail_smtp": {"mail_message"},
    "storage_conformance": {"test_support"},
}

# The folders of core that a room may reach, where that is not all of it.
CORE = {
    "http_server": {"base"},
}

# Within core: the folders that files of a folder may include from.
LAYERS = {
    "base": {"base"},
    "model": {"base", "model"},
    "records": {"base", "model", "records"},
    "schema": {"base", "model", "schema"},
    "ports": {"base", "model", "records", "ports"},
    "kernel": {"base", "model", "records", "ports", "kernel"},
    "operations": {"base", "model", "records", "schema", "ports", "operations"},
    "services": {"base", "model", "records", "schema", "ports", "operations", "services"},
}

# C++20. Without <execution>, which brings TBB where that is installed.
STANDARD_HEADERS = set(
    """
    algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv
    chrono cinttypes climits clocale cmath compare complex concepts condition_variable coroutine
    csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype
    deque exception filesystem format forward_list fstream functional future initializer_list
    iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
    memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex
    scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept
    stop_token streambuf string string_view syncstream system_error thread tuple type_traits
    typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
    """.split()
)

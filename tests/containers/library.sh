# What tests/containers/run does, piece by piece.
passed=0 failed=0
kept=${LLM_MCP_CONTAINERS:-}
work=$(mktemp -d /var/tmp/llm-mcp-containers.XXXXXX)
store=${kept:-$work}
here=tests/containers
key=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
project=llmmcptest

# check "What must be true" command…
check() {
    local name=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        tail -n 40 "$work/check.log"
    fi
}

die() {
    echo "$*" >&2
    exit 1
}

# within SECONDS command…: until it succeeds.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.5
    done
}

as_caller() { curl --silent --show-error --fail --max-time 40 --header "X-API-Key: $key" "$@"; }

# field a.b.0: of the JSON on standard input; nothing when there is none.
field() { node -e 'let value = JSON.parse(require("fs").readFileSync(0, "utf8") || "{}"); for (const name of process.argv[1].split(".")) value = value?.[name]; if (value !== undefined) console.log(value)' "$1"; }

free_port() { node -e 'const server = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(server.address().port); server.close(); })'; }

clean_up() {
    # Only ever the store of this run.
    if [ "${CONTAINERS_STORAGE_CONF:-}" = "$work/storage.conf" ]; then
        {
            podman pod rm --all --force --time 1
            podman rm --all --force --time 1
            podman volume rm --all --force
            podman secret rm --all
            podman network rm --force "${project}_front" "${project}_data" "$project"
            [ -n "$kept" ] || podman system reset --force
        } >"$work/clean-up.log" 2>&1
    fi
    rm -rf "$work"
}

prepare() {
    local needed=(podman runc buildah netavark aardvark-dns catatonit podman-compose iptables debootstrap curl)
    command -v node >/dev/null || needed+=(nodejs npm)
    dpkg-query --show "${needed[@]}" >/dev/null 2>&1 || {
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${needed[@]}"
    } || die "podman and what it needs could not be installed."
    (cd tests/LlmMcp.Deploy.Tests/node && npm ci --no-audit --no-fund --silent) || die "npm ci failed."

    # A store of its own: what else podman holds on this machine is not touched.
    mkdir -p "$store/networks"
    cat >"$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "$store/networks"
CONF
    cat >"$work/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$store/storage"
runroot = "$store/run"
CONF
    export CONTAINERS_CONF=$work/containers.conf CONTAINERS_STORAGE_CONF=$work/storage.conf
}

build_bases() {
    local dotnet
    dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
    echo "Bases…"
    debootstrap --variant=minbase --include=ca-certificates,tzdata,postgresql bookworm "$work/root" >"$work/debootstrap.log" 2>&1 \
        || die "$(tail -n 5 "$work/debootstrap.log")"
    # Whom this machine trusts, the packages' feed among them.
    cp --dereference /etc/ssl/certs/ca-certificates.crt "$work/root/etc/ssl/certs/"
    tar --directory "$work/root" --create . | podman import --quiet - localhost/base:1.0 >/dev/null || die "No base."
    rm -rf "$work/root"
    for target in runtime sdk; do
        podman build --quiet --target "$target" --file "$here/dotnet.Dockerfile" --tag "localhost/$target:1.0" "$dotnet" >/dev/null || die "No $target."
    done
    podman build --quiet --tag localhost/database:1.0 "$here/database" >/dev/null || die "No database."
}

build_images() {
    [ -n "$kept" ] && podman image exists localhost/database:1.0 || build_bases
    local secret=()
    [ ! -f ~/.nuget/NuGet/NuGet.Config ] || secret=(--secret "id=nuget,src=$HOME/.nuget/NuGet/NuGet.Config")
    for target in core worker mcp telemetry simulator; do
        check "The image of $target is built" podman build --network host "${secret[@]}" --target "$target" \
            --build-arg SDK_IMAGE=localhost/sdk:1.0 --build-arg RUNTIME_IMAGE=localhost/runtime:1.0 --tag "localhost/llm-mcp-$target:0.1.0" .
    done
    [ "$failed" -eq 0 ] || die "Without images there is nothing to run."
}

# echo_job NUMBER → its id
submit_echo() { as_caller "$core/v1/jobs" --data "{\"kind\":\"echo\",\"payload\":{\"n\":$1}}" | field job_id; }

submit_model_job() { as_caller "$core/v1/llm/request" --data "{\"task\":\"chat\",\"quality\":\"economy\",\"prompt\":\"Tell me about $1.\",\"source\":\"containers\"}" | field job_id; }

ends_well() { [ "$(as_caller "$core/v1/jobs/$1?wait=30" | field status)" = done ]; }

all_end_well() { local id; while read -r id; do within 120 ends_well "$id" || { echo "$id: $(as_caller "$core/v1/jobs/$id")"; return 1; }; done <"$1"; }

health() { as_caller "$core/v1/debug/health" | field "checks.$1"; }

workers_are() { [ "$(health workers.online)" = "$1" ]; }

refused_without_key() { [ "$(curl --silent --output /dev/null --write-out '%{http_code}' "$1")" = 401 ]; }

ready() { curl --silent --fail --output /dev/null "$core/health/ready"; }

bridge_answers() { curl --silent --fail --output /dev/null "$bridge/health"; }

bridge_submits() { ends_well "$(as_caller "$bridge/submit" --header 'content-type: application/json' --data '{"kind":"echo","payload":{"via":"mcp"}}' | field job_id)"; }

locked_in() {
    podman exec "$1" sh -c '[ "$(id -u)" != 0 ] && ! touch /here 2>/dev/null && [ "$(awk "/CapEff/ {print \$2}" /proc/self/status)" = 0000000000000000 ] && grep -q "NoNewPrivs:.1" /proc/self/status'
}

well() { podman exec "$1" dotnet "LlmMcp.$2.dll" --health; }

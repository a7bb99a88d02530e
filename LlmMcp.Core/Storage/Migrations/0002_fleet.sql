-- Devices, what they can run, and their slots.

create table devices (
    id         text primary key check (id <> '' and length(id) <= 300),
    name       text not null default '',
    platform   text not null default '',
    arch       text not null default '',
    host       text not null default '',
    -- ollama, compat, openai, openrouter
    provider   text not null,
    -- Null for a cloud provider: its address is the worker's business, together with the key.
    base_url   text,
    host_header text,
    -- What made the row (`OLLAMA_BASE_URL`, `simulator`, ...), so that removing the entry removes the row.
    origin     text not null,
    -- The machine whose Core probed it last: it alone may forget the device at once when its settings no longer name it.
    probed_by  text,
    tags       jsonb not null default '{}',
    status     text not null default 'unknown' check (status in ('unknown', 'online', 'offline')),
    latency_ms integer,
    last_seen  timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table device_metrics (
    id            uuid primary key default gen_random_uuid(),
    device_id     text not null references devices (id) on delete cascade,
    ts            timestamptz not null default now(),
    cpu_pct       numeric,
    mem_used_mb   integer,
    mem_total_mb  integer,
    gpu_name      text,
    vram_used_mb  integer,
    vram_total_mb integer,
    tps           numeric,
    latency_ms    integer,
    notes         jsonb
);
create index device_metrics_device_idx on device_metrics (device_id, ts desc);

create table device_limits (
    device_id       text primary key references devices (id) on delete cascade,
    ram_gb          numeric check (ram_gb > 0),
    vram_gb         numeric check (vram_gb > 0),
    max_params_b    numeric check (max_params_b > 0),
    max_size_gb     numeric check (max_size_gb > 0),
    -- Tokens, here and everywhere else.
    max_context     integer check (max_context > 0),
    allow_models    text[],
    deny_models     text[],
    max_concurrency integer check (max_concurrency between 1 and 256),
    origin          text not null default 'sql',
    updated_at      timestamptz not null default now()
);

-- A slot is a row. Taking one is an update of that row inside the claim; counting running jobs instead oversells a device,
-- because the count is read from a snapshot older than the lock.
create table device_slots (
    device_id text not null references devices (id) on delete cascade,
    slot      integer not null check (slot >= 1),
    job_id    uuid unique,
    claim_no  bigint,
    primary key (device_id, slot),
    constraint device_slots_taken_by_claim check ((job_id is null) = (claim_no is null))
)
with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- Circuit breaker, shared by all replicas. `probe_job_id` is the one job let through after the rest.
create table device_circuits (
    device_id    text primary key references devices (id) on delete cascade,
    state        text not null default 'closed' check (state in ('closed', 'open', 'probing')),
    failures     integer not null default 0 check (failures >= 0),
    opened_at    timestamptz,
    probe_job_id uuid,
    last_error   text,
    updated_at   timestamptz not null default now(),
    constraint device_circuits_open_has_time check ((state = 'closed') = (opened_at is null))
);

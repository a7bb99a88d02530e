-- The deployed system's db/init/01_core.sql as its contract describes it: what every installation has.
create extension if not exists pgcrypto;

create table devices (
    id text primary key,
    name text,
    platform text,
    arch text,
    host text,
    tags jsonb,
    status text not null default 'unknown',
    last_seen timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index devices_status_idx on devices (status, last_seen);

create table device_metrics (
    id uuid primary key default gen_random_uuid(),
    device_id text not null references devices (id) on delete cascade,
    ts timestamptz not null default now(),
    cpu_pct numeric,
    mem_used_mb int,
    mem_total_mb int,
    gpu_name text,
    vram_used_mb int,
    vram_total_mb int,
    tps numeric,
    latency_ms int,
    notes jsonb
);
create index device_metrics_device_idx on device_metrics (device_id, ts desc);

create table models (
    id text primary key,
    provider text not null,
    family text,
    kind text not null default 'chat',
    params_b numeric,
    context_k int,
    size_gb numeric,
    quant text,
    status text not null default 'active',
    meta jsonb,
    updated_at timestamptz not null default now()
);
create index models_provider_idx on models (provider, family);

create table model_pricing (
    model_id text primary key references models (id) on delete cascade,
    price_in_1m numeric,
    price_out_1m numeric,
    currency text not null default 'USD',
    updated_at timestamptz not null default now()
);

create table device_models (
    device_id text not null references devices (id) on delete cascade,
    model_id text not null references models (id) on delete cascade,
    available boolean not null default true,
    max_context_k int,
    meta jsonb,
    updated_at timestamptz not null default now(),
    primary key (device_id, model_id)
);

create table benchmarks (
    id uuid primary key default gen_random_uuid(),
    device_id text not null references devices (id) on delete cascade,
    model_id text not null references models (id) on delete cascade,
    task_type text not null,
    tokens_in int,
    tokens_out int,
    latency_ms int,
    tps numeric,
    meta jsonb,
    ok boolean not null default true,
    created_at timestamptz not null default now()
);
create index benchmarks_device_idx on benchmarks (device_id, created_at desc);

create table jobs (
    id uuid primary key default gen_random_uuid(),
    kind text not null,
    payload jsonb not null,
    priority int not null default 0,
    status text not null default 'queued',
    source text,
    attempts int not null default 0,
    max_attempts int not null default 3,
    lease_until timestamptz,
    deadline_at timestamptz,
    result jsonb,
    error text,
    queued_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index jobs_status_idx on jobs (status, priority desc, queued_at);
create index jobs_lease_idx on jobs (lease_until);

create table job_attempts (
    id uuid primary key default gen_random_uuid(),
    job_id uuid not null references jobs (id) on delete cascade,
    worker_id text,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    status text not null default 'running',
    error text,
    metrics jsonb
);
create index job_attempts_job_idx on job_attempts (job_id, started_at desc);

create table device_limits (
    device_id text primary key references devices (id) on delete cascade,
    ram_gb numeric,
    vram_gb numeric,
    max_params_b numeric,
    max_size_gb numeric,
    max_context_k int,
    allow_models jsonb,
    deny_models jsonb,
    updated_at timestamptz not null default now()
);

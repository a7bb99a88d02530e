-- The queue. It knows nothing of models or dollars: what a job may run on is an opaque `block`.

create table jobs (
    -- UUID version 7, made by Core: sorting by id is sorting by age.
    id              uuid primary key,
    kind            text not null check (kind <> '' and length(kind) <= 200),
    -- Jobs of one block can run on the same slots. The scheduler's unit; written by routing, opaque here.
    block           text not null,
    -- The lanes of fairness within a priority: first the client key, then the source it names.
    client          text not null default '',
    source          text not null default '',
    -- Negated in the ready index, hence no smallest integer.
    priority        integer not null default 0 check (priority > -2147483648),
    status          text not null default 'queued' check (status in ('queued', 'running', 'done', 'error', 'canceled')),
    payload         jsonb not null,
    result          jsonb,
    error           text,
    error_class     text,
    -- Charged attempts: grows with each claim, given back by a release at shutdown.
    attempts        integer not null default 0,
    max_attempts    integer not null default 3 check (max_attempts between 1 and 1000),
    -- The fence: grows with each claim and never falls. A result that names an older number is dropped.
    claim_no        bigint not null default 0,
    worker_id       text,
    device_id       text,
    lease_until     timestamptz,
    -- Set while a queued job waits out a backoff; null means it may be claimed now.
    run_at          timestamptz,
    deadline_at     timestamptz,
    -- Limit of one attempt; null means the kind's own.
    timeout_seconds integer check (timeout_seconds between 1 and 86400),
    -- Token deltas are recorded from the start, whether or not anybody follows.
    stream          boolean not null default false,
    traceparent     text,
    retried_from    uuid,
    -- Why routing decided as it did (product §4); null for jobs that named their kind themselves.
    route           jsonb,
    queued_at       timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,

    constraint jobs_attempts_capped check (attempts between 0 and max_attempts),
    constraint jobs_running_has_holder check ((status = 'running') = (lease_until is not null)),
    constraint jobs_holder_has_name check (status <> 'running' or worker_id is not null),
    constraint jobs_final_is_finished check ((status in ('done', 'error', 'canceled')) = (finished_at is not null)),
    constraint jobs_only_queued_waits check (run_at is null or status = 'queued')
)
-- Every job is updated twice; free space on the page keeps the new versions beside the old ones. Vacuum early: the ready
-- index is walked from its head, where the dead entries are.
with (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_limit = 4000,
    autovacuum_analyze_scale_factor = 0.2
);

-- One probe finds the head of a lane. The priority is negated so that the whole key sorts one way and a row comparison
-- can step from lane to lane.
create index jobs_ready_idx on jobs (block, (-priority), client, source, id) where status = 'queued' and run_at is null;
create index jobs_waiting_idx on jobs (run_at) where status = 'queued' and run_at is not null;
-- lease_until is left out on purpose: heartbeats then stay heap-only updates. The running rows are few.
create index jobs_running_idx on jobs (worker_id) where status = 'running';
create index jobs_deadline_idx on jobs (deadline_at) where deadline_at is not null and status in ('queued', 'running');

-- Ended attempts. A running attempt is the job's own row: writing it here only once saves an update per job.
create table job_attempts (
    job_id      uuid not null,
    claim_no    bigint not null,
    worker_id   text not null,
    device_id   text,
    started_at  timestamptz not null,
    finished_at timestamptz not null default now(),
    -- `lost`: the worker disappeared. `released`: given back, not charged.
    status      text not null check (status in ('done', 'error', 'canceled', 'lost', 'released')),
    error       text,
    error_class text,
    metrics     jsonb,
    -- No foreign key: its check would cost a row lock per finished job. Retention deletes both sides in one statement.
    primary key (job_id, claim_no)
);
create index job_attempts_started_idx on job_attempts using brin (started_at);

-- Pieces of a running answer, for followers on another Core and for resuming. Unlogged: after a crash of the database
-- the worker's or Core's memory writes them again, and the result in `jobs` is the truth.
create unlogged table job_deltas (
    job_id    uuid not null,
    claim_no  bigint not null,
    first_seq bigint not null,
    last_seq  bigint not null check (last_seq >= first_seq),
    pieces    jsonb not null,
    written_at timestamptz not null default now(),
    primary key (job_id, claim_no, first_seq)
);

create table workers (
    id         text primary key check (id <> '' and length(id) <= 200),
    name       text not null default '',
    platform   text not null default '',
    arch       text not null default '',
    host       text not null default '',
    tags       jsonb not null default '{}',
    -- Empty for a worker of the deployed system, which means that system's kinds.
    kinds      text[] not null default '{}',
    version    text not null default '',
    -- The stream the worker is attached by; null when it works by single calls or is gone. A Core that sees a stream end
    -- may return the worker's jobs only while this still names that stream.
    session_id uuid,
    -- The process behind that stream, as it names itself; empty when it does not, or when its stream has ended.
    instance   text not null default '' check (length(instance) <= 200),
    status     text not null default 'online' check (status in ('online', 'offline')),
    last_seen  timestamptz not null default now(),
    created_at timestamptz not null default now()
);

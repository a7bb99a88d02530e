-- What Core remembers of a system it took over (Storage/Deployed); both stay empty in a database that was its own from the start.

-- What was carried over from which table, and when. `rows` the table had; those not carried are still there.
create table carried_over (
    name    text primary key,
    rows    bigint not null,
    carried bigint not null,
    at      timestamptz not null default now()
);

-- Use of models that the deployed system counted but kept no cost row of.
create table carried_model_use (
    provider     text not null,
    model_id     text not null,
    answers      bigint not null check (answers >= 0),
    tokens_in    bigint not null check (tokens_in >= 0),
    tokens_out   bigint not null check (tokens_out >= 0),
    cost_usd     numeric(18, 10) not null check (cost_usd >= 0),
    duration_ms  integer not null check (duration_ms >= 0),
    last_used_at timestamptz,
    primary key (provider, model_id)
);

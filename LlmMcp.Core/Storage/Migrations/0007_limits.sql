-- What operators say a device may run, what the settings of the Cores say, and what follows from both.

-- A row outlives its device: a node that is removed and comes back is as limited as before.
alter table device_limits
    drop constraint device_limits_device_id_fkey,
    add constraint device_limits_names_device check (device_id <> '' and length(device_id) <= 300),
    add constraint device_limits_origin check (origin in ('sql', 'api'));

-- DEVICE_LIMITS_JSON or DEVICE_LIMITS_FILE as the Core of each machine last read it. In the database, so that all Cores
-- conclude the same from it, and a Core without the setting does not undo what another one has.
create table limit_settings (
    core       text primary key,
    -- Device id or `*` → the fields that could be read.
    entries    jsonb not null default '{}',
    mistakes   text[] not null default '{}',
    updated_at timestamptz not null default now()
);

-- What counts: own, inherited, default and derived values together. Written by Cores only; a device without a row has no limits.
create table effective_limits (
    device_id       text primary key references devices (id) on delete cascade,
    ram_gb          numeric check (ram_gb > 0),
    vram_gb         numeric check (vram_gb > 0),
    max_params_b    numeric check (max_params_b > 0),
    max_size_gb     numeric check (max_size_gb > 0),
    -- Tokens.
    max_context     integer check (max_context > 0),
    -- A derived context caps what a request may ask for; one that was entered forbids the models above it as well.
    context_derived boolean not null default false,
    allow_models    text[] not null default '{}',
    deny_models     text[] not null default '{}',
    max_concurrency integer check (max_concurrency between 1 and 256),
    -- Field → own, inherited, default or derived.
    sources         jsonb not null default '{}',
    updated_at      timestamptz not null default now()
);

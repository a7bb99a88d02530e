-- What is wrong, who is to be told, and what was told already. Telemetry decides; this remembers for all of its replicas.

-- One row per watch; there is one. Whoever holds it decides and sends.
create table incident_watch (
    name       text primary key,
    -- A process, new with each start; empty while nobody watches.
    holder     text not null default '',
    held_until timestamptz not null default '-infinity',
    -- Grows with each record, so that one that is repeated because its answer got lost changes nothing.
    version    bigint not null default 0,
    -- What the rules remember from look to look. Telemetry's own; not read here.
    memory     jsonb not null default '{}',
    updated_at timestamptz not null default now()
);

insert into incident_watch (name) values ('telemetry');

create table incidents (
    id         uuid primary key,
    -- What it is about, such as device_offline:pi5. Open at most once at a time.
    identity   text not null,
    rule       text not null,
    -- Name people know the subject by.
    subject    text not null default '',
    severity   text not null check (severity in ('info', 'warning', 'critical')),
    state      text not null check (state in ('open', 'closed')),
    -- nothing: to be told. opened: its opening was. closed: there is nothing more to say.
    told       text not null check (told in ('nothing', 'opened', 'closed')),
    -- The line people read.
    text       text not null,
    opened_at  timestamptz not null,
    closed_at  timestamptz,
    -- The message that told its opening; an update edits it.
    message    uuid,
    updated_at timestamptz not null default now(),
    constraint incidents_closed_has_time check ((state = 'closed') = (closed_at is not null)),
    constraint incidents_open_is_not_done check (state = 'closed' or told <> 'closed')
);

create unique index incidents_open_idx on incidents (identity) where state = 'open';
create index incidents_unsettled_idx on incidents (id) where state = 'open' or told <> 'closed';
create index incidents_opened_idx on incidents (opened_at desc, id);
create index incidents_closed_idx on incidents (closed_at) where state = 'closed';

-- The outbox. A row is what a message in a channel shall say; it is settled when the message says so.
create table incident_messages (
    id          uuid not null,
    channel     text not null,
    text        text not null,
    -- Grows with each change of the text.
    revision    integer not null default 1,
    -- pending: to be sent, or edited when it has an external_id. sending: holder is at it. sent: it says the text. dropped: given up.
    state       text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'dropped')),
    holder      text not null default '',
    -- The channel's own id of the message; null before it was sent.
    external_id text,
    -- It may have arrived already: the answer to a send got lost, or its sender did.
    unsure      boolean not null default false,
    attempts    integer not null default 0,
    error       text,
    created_at  timestamptz not null default now(),
    sequence    bigint generated always as identity,
    updated_at  timestamptz not null default now(),
    primary key (id, channel)
);

create index incident_messages_open_idx on incident_messages (channel, sequence) where state in ('pending', 'sending');
create index incident_messages_old_idx on incident_messages (updated_at);

-- Small things that survive a restart: until when telemetry is mute, its live message, how far it has read the chat.
create table incident_notes (
    name       text primary key,
    value      jsonb not null,
    updated_at timestamptz not null default now()
);

-- Jobs that failed for good, in the order in which they did.
create index jobs_failed_idx on jobs (finished_at, id) where status = 'error';

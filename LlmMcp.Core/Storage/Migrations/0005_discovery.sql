-- What discovery remembers of a device between rounds.

alter table devices
    -- The node itself, whatever names lead to it: ip:port, loopback as loopback@machine:port.
    add column address text,
    -- The machine on which alone base_url means this node (a loopback address); its workers alone are offered the device.
    add column reach_host text,
    -- Probes without an answer in a row. Two that lie apart take the device offline, one does not.
    add column missed integer not null default 0 check (missed >= 0),
    add column missed_at timestamptz,
    -- Taken out by an operator: no probe brings it back.
    add column held boolean not null default false,
    -- Jobs at once as the setting that names the node says (OLLAMA_MAX_CONCURRENT_n); device_limits goes before it.
    add column slots integer check (slots between 1 and 256);
create index devices_address_idx on devices (address) where address is not null;

-- The last round, whichever Core ran it.
create table discovery_last (
    only_row    boolean primary key default true check (only_row),
    finished_at timestamptz not null default now(),
    report      jsonb not null
);

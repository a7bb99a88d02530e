-- What a slot's claim is about, so that an ended attempt can be judged and the running work be measured without its payload.
-- Model and cold are of the claim that holds the slot; what a free slot says of its last one is nobody's business.

alter table device_slots
    -- Canonical name of the model that runs there.
    add column model text,
    -- The model was not in the device's memory: until it is, silence says nothing against the node.
    add column cold boolean not null default false,
    -- The device has more slots than it may have now: no claim takes this one again, and it goes when it is free.
    add column retired boolean not null default false;

-- Free slots leave this index: they were all found under one key, and looking for those of one device read them all.
alter table device_slots drop constraint device_slots_job_id_key;
create unique index device_slots_job_id_key on device_slots (job_id) where job_id is not null;

-- Which circuits have a probe out is asked every second, and nearly always none has.
create index device_circuits_probing_idx on device_circuits (device_id) where state = 'probing';
create index worker_reach_lost_idx on worker_reach (device_id) where lost_at is not null;

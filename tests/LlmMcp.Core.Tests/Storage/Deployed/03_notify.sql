-- The deployed system's migration 03: changes of status are told on the channel job_update.
create function notify_job_status_change() returns trigger language plpgsql as $$
begin
    if new.status is distinct from old.status then
        perform pg_notify('job_update', new.id::text);
    end if;
    return new;
end
$$;

create trigger trg_job_status_notify after update on jobs for each row execute function notify_job_status_change();

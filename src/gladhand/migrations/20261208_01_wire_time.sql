-- depends: 20261207_01_as_of

-- The same as before in a third of the time: each row of a list has three times. The text is in ISO's form because every
-- connection sets `datestyle`; zeros at the end of its fraction are missing. Neither strict nor immutable: see the first one.
create or replace function wire_time(moment timestamptz) returns text language sql stable parallel safe as $$
  select case when moment = moment::timestamptz(0)
    then replace((moment at time zone 'UTC')::text, ' ', 'T') || 'Z'
    else rpad(replace((moment at time zone 'UTC')::text, ' ', 'T'), 26, '0') || 'Z' end
$$;

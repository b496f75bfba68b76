select
  (select count(*) from events) as events,
  (select count(*) from partnerships) as partnerships,
  (select count(distinct country) from partnerships) as countries,
  (select count(distinct school) from partnerships) as schools,
  (select count(*) from pages) as pages,
  (select max(last_seen) from pages) as last_seen

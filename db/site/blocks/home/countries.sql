with links as (
  select country, count(*) as partnerships, count(distinct school) as schools, max(last_activity) as last_activity,
    last_activity_edtf
  from partnerships group by country
), happenings as (
  select country, count(*) as events from event_countries group by country
)
select c.code, case :lang when 'fr' then c.name_fr else c.name_en end as name,
  coalesce(l.partnerships, 0) as partnerships, coalesce(l.schools, 0) as schools,
  coalesce(h.events, 0) as events, l.last_activity, l.last_activity_edtf
from countries c
left join links l on l.country = c.code
left join happenings h on h.country = c.code
order by partnerships desc, events desc, name

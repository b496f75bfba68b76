with reading as (
  select source, count(*) as pages, max(last_seen) as last_seen,
    sum(gone_at is not null) as gone
  from pages group by source
)
select s.id, s.name, s.home, s.institution, s.country, s.lang,
  case :lang when 'fr' then c.name_fr else c.name_en end as country_name,
  coalesce(r.pages, 0) as pages, r.last_seen, coalesce(r.gone, 0) as gone
from sources s
left join countries c on c.code = s.country
left join reading r on r.source = s.id
order by s.name

-- order: 1
-- title: A country’s dossier
-- title.fr: Le dossier d’un pays
-- description: One country in one table: its partnerships by kind, the schools active there, the partners, and the events of each year.
-- description.fr: Un pays en un tableau : ses partenariats par nature, les écoles présentes, les partenaires, et les événements de chaque année.
-- parameter country: ISO 3166-1 code of the country, such as JP
-- parameter.fr country: code ISO 3166-1 du pays, par exemple JP
-- default country: JP
with here as (
  select * from partnerships where country = :country
)
select section, name, number, last_activity, institution from (
  select 1 as place, 'kind' as section, t.name_en as name, count(*) as number,
    max(p.last_activity) as last_activity, null as institution
  from here p
  join event_types t on instr(',' || replace(p.kinds, ' ', '') || ',', ',' || t.id || ',') > 0
  group by t.id
  union all
  select 2, 'school', school_name, count(*), max(last_activity), school from here group by school
  union all
  select 3, 'partner', partner_name, count(*), max(last_activity), partner from here group by partner
  union all
  select 4, 'year', substr(e.date_from, 1, 4), count(*), max(e.date_from), null
  from event_countries ec
  join events e on e.id = ec.event
  where ec.country = :country and e.date_from is not null
  group by substr(e.date_from, 1, 4)
)
order by place, case when place = 4 then name end desc, number desc, name

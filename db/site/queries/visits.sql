-- order: 7
-- title: Visits in and out
-- title.fr: Visites, reçues et rendues
-- description: Delegations and visits with a country, before an official trip; the latest first.
-- description.fr: Délégations et visites avec un pays, avant un déplacement officiel ; les dernières d’abord.
-- parameter country: ISO 3166-1 code of the country, such as JP; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays, par exemple JP ; vide pour tous les pays
-- default country: JP
with chosen as (
  select e.* from events e
  where e.type = 'visit' and :country = ''
  union all
  select e.* from event_countries ec join events e on e.id = ec.event
  where ec.country = :country and e.type = 'visit'
)
select e.title, e.date_edtf as date, e.date_precision, e.modality,
  (select group_concat(c.name_en, ', ')
   from event_countries ec join countries c on c.code = ec.country
   where ec.event = e.id and ec.role = 'place') as place,
  (select group_concat(i.name, ', ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions,
  e.date_from, e.date_to, e.source_count, e.id as event
from (select * from chosen order by date_from desc, id limit 1001) e
order by e.date_from desc, e.id

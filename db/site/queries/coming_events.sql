-- order: 8
-- title: What is coming up
-- title.fr: Ce qui vient
-- description: Announced events that are not over yet; also as a calendar to subscribe to.
-- description.fr: Événements annoncés et non terminés ; aussi en calendrier auquel s’abonner.
-- parameter country: ISO 3166-1 code of the country; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays ; vide pour tous les pays
select e.title, e.date_edtf as date, e.date_precision, e.type,
  (select group_concat(c.name_en, ', ')
   from event_countries ec join countries c on c.code = ec.country
   where ec.event = e.id) as countries,
  (select group_concat(i.name, ', ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions,
  e.date_from, e.date_to, e.first_reported, e.id as event
from events e
where e.date_to >= date('now') and e.modality = 'planned'
  and (:country = '' or exists (
    select 1 from event_countries ec where ec.event = e.id and ec.country = :country))
order by e.date_from, e.id

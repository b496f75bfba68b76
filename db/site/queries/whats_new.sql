-- order: 9
-- title: What is new
-- title.fr: Quoi de neuf
-- description: The newest reports, of a country or an institution; follow it as an Atom feed.
-- description.fr: Les derniers signalements, d’un pays ou d’un établissement ; à suivre en flux Atom.
-- parameter country: ISO 3166-1 code of the country; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays ; vide pour tous les pays
-- parameter institution: id of the institution (ror:… or x:…); empty for all
-- parameter.fr institution: identifiant de l’établissement (ror:… ou x:…) ; vide pour tous
-- parameter since: first day (YYYY-MM-DD); empty for the last year
-- parameter.fr since: premier jour (AAAA-MM-JJ) ; vide pour la dernière année
select e.title, e.type, e.modality, e.date_edtf as date,
  (select group_concat(i.name, ', ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions,
  e.last_reported as updated, e.first_reported, e.source_count, e.id as event
from (
  select * from events e
  where e.first_reported >= coalesce(nullif(:since, ''), date('now', '-1 year'))
    and (:country = '' or exists (
      select 1 from event_countries ec where ec.event = e.id and ec.country = :country))
    and (:institution = '' or exists (
      select 1 from event_institutions ei where ei.event = e.id and ei.institution = :institution))
  order by e.first_reported desc, e.id
  limit 1001
) e
order by e.first_reported desc, e.id

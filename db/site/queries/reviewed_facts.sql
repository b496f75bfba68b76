-- order: 11
-- title: Facts checked by hand
-- title.fr: Faits vérifiés à la main
-- description: Events and partnerships that a reviewer has confirmed or corrected; they stay so when everything is extracted again. To have a fact corrected, use “Report an error” on its page.
-- description.fr: Événements et partenariats qu’un relecteur a confirmés ou corrigés ; ils le restent quand tout est extrait de nouveau. Pour faire corriger un fait : « Signaler une erreur » sur sa page.
-- parameter country: ISO 3166-1 code of the country; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays ; vide pour tous les pays
select title, kind, date, confidence, event, partnership from (
  select e.title, e.type as kind, e.date_from as date, e.confidence, e.id as event, null as partnership
  from events e
  where e.reviewed = 1 and (:country = '' or exists (
    select 1 from event_countries ec where ec.event = e.id and ec.country = :country))
  union all
  select p.school_name || ' – ' || p.partner_name, p.kinds, p.last_activity, p.confidence, null, p.id
  from partnerships p
  where p.reviewed = 1 and (:country = '' or p.country = :country)
)
order by date desc, title

select substr(e.date_from, 1, 4) as year, count(*) as events,
  sum(e.type in ('agreement', 'double_degree')) as agreements
from event_countries ec
join events e on e.id = ec.event
where ec.country = :country and e.date_from is not null and e.modality <> 'cancelled'
group by year
order by year

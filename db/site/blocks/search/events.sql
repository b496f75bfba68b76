with candidates as (
  select rowid as number, rank from events_fts where events_fts match :match limit 2000
), hits as (
  select number, rank from candidates order by rank limit 20
)
select e.id, e.title, e.type, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.first_reported, e.source_count,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions
from hits h
join events e on e.rowid = h.number
order by h.rank

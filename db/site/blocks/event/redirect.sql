select new_id from event_redirects where old_id = :event

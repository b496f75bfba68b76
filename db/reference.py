"""Countries and institutions: the tables that the others refer to."""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db.connection import Database
from records import Institution

DETAILS = "name, kind, country, city, ror, website, parent"


class Reference(Database):
    """The part of the store that holds names."""

    def load_reference(self, countries: Iterable[tuple[str, str, str]]) -> None:
        """Keep the countries as (ISO 3166-1 alpha-2 code, English name, French name). Changes no row twice."""
        with self.write():
            self.run_many(
                "insert into countries (code, name_en, name_fr) values (?, ?, ?) on conflict (code) do update"
                " set name_en = excluded.name_en, name_fr = excluded.name_fr"
                " where (name_en, name_fr) is not (excluded.name_en, excluded.name_fr)",
                list(countries),
            )

    def save_institutions(self, institutions: Iterable[Institution]) -> int:
        """Keep what the registry says of institutions; return how many rows that changed.

        Pages with claims about a changed one are merged anew, as its parent, country and name decide there.
        """
        changed = 0
        with self.write():
            for institution in institutions:
                changed += self._save_institution(institution)
        return changed

    def save_institution_names(self, names: Mapping[str, Iterable[tuple[str, str | None]]]) -> None:
        """Keep further names of institutions the store has: id → (name, language or None)."""
        with self.write():
            for institution, pairs in names.items():
                self.run_many(
                    "insert or ignore into institution_names select id, ?, ? from institutions where id = ?",
                    [(name, lang, institution) for name, lang in pairs],
                )

    def unknown_institutions(self) -> list[str]:
        """Return ids the store refers to without knowing more: look them up and call `save_institutions`."""
        return self.column(
            "select id from institutions where stub union select parent from institutions"
            " where parent is not null and parent not in (select id from institutions) order by 1"
        )

    def institution(self, id_: str) -> Institution | None:
        """Return an institution by its id."""
        row = self.one(f"select {DETAILS} from institutions where id = ?", (id_,))
        if row is None:
            return None
        return Institution(
            id_, row["name"], row["kind"], row["country"], row["ror"], row["city"], row["website"], row["parent"]
        )

    def _save_institution(self, new: Institution) -> bool:
        """Insert or update one; what the new record does not know (None) stays."""
        self._ensure_countries([new.country])
        old = self.one(f"select {DETAILS}, stub from institutions where id = ?", (new.id,))
        row = (new.name, new.kind, new.country, new.city, new.ror, new.website, new.parent_id)
        if old is None:
            self.run(f"insert into institutions (id, {DETAILS}) values (?, ?, ?, ?, ?, ?, ?, ?)", (new.id, *row))
            return True
        merged = tuple(now if now is not None else then for now, then in zip(row, tuple(old)[:7], strict=True))
        if merged == tuple(old)[:7] and not old["stub"]:
            return False
        self.run(
            "update institutions set name = ?, kind = ?, country = ?, city = ?, ror = ?, website = ?, parent = ?,"
            " stub = 0 where id = ?",
            (*merged, new.id),
        )
        self._mark_institution_dirty(new.id)
        return True

    def _ensure_institution(self, institution: Institution) -> None:
        """Insert an institution of which only an id and perhaps a name are known, unless it is there."""
        self._ensure_countries([institution.country])
        self.run(
            f"insert or ignore into institutions (id, {DETAILS}, stub) values (?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                *(institution.id, institution.name, institution.kind, institution.country, institution.city),
                *(institution.ror, institution.website, institution.parent_id),
            ),
        )

    def _ensure_countries(self, codes: Iterable[str | None]) -> None:
        """Insert a country under its code until `load_reference` names it."""
        self.run_many(
            "insert or ignore into countries (code, name_en, name_fr) values (?1, ?1, ?1)",
            [(code,) for code in codes if code],
        )

    def _mark_institution_dirty(self, id_: str) -> None:
        self.run(
            "insert or ignore into merge_dirty select page from claims where id in"
            " (select claim from claim_institutions where institution = ?1"
            " union select claim from claim_pairs where school = ?1 or partner = ?1)",
            (id_,),
        )

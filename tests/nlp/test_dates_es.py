"""Spanish expressions and their EDTF form, read on Wednesday 12 March 2025; an empty form: no date."""

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2025, 3, 12)
TABLE = [
    ("del 3 al 5 de junio de 2025", "2025-06-03/2025-06-05"),
    ("del 30 de junio al 2 de julio de 2024", "2024-06-30/2024-07-02"),
    ("del 28 de diciembre de 2023 al 3 de enero de 2024", "2023-12-28/2024-01-03"),
    ("los días 4 y 5 de mayo", "2025-05-04/2025-05-05"),
    ("los días 4, 5 y 6 de mayo de 2024", "2024-05-04/2024-05-06"),
    ("entre el 3 y el 5 de mayo de 2024", "2024-05-03/2024-05-05"),
    ("el pasado 15 de mayo", "2024-05-15"),
    ("el próximo 15 de mayo", "2025-05-15"),
    ("el 15 de mayo pasado", "2024-05-15"),
    ("el lunes 5 de mayo de 2025", "2025-05-05"),
    ("el próximo lunes 5 de mayo", "2025-05-05"),
    ("jueves, 10 de abril de 2014", "2014-04-10"),
    ("1º de mayo de 2024", "2024-05-01"),
    ("1 de septiembre del 2024", "2024-09-01"),
    ("el primero de mayo de 2024", "2024-05-01"),
    ("12/03/2024", "2024-03-12"),
    ("12-03-2024", "2024-03-12"),
    ("mayo 5, 2024", "2024-05-05"),
    ("el pasado mes de mayo", "2024-05"),
    ("el pasado mayo", "2024-05"),
    ("en mayo pasado", "2024-05"),
    ("el mes pasado", "2025-02"),
    ("la semana pasada", "2025-03-03/2025-03-09"),
    ("la próxima semana", "2025-03-17/2025-03-23"),
    ("la semana que viene", "2025-03-17/2025-03-23"),
    ("este año", "2025"),
    ("el año pasado", "2024"),
    ("el próximo año", "2026"),
    ("el año que viene", "2026"),
    ("el pasado jueves", "2025-03-06"),
    ("el jueves pasado", "2025-03-06"),
    ("este jueves", "2025-03-13"),
    ("el próximo verano", "2025-22"),
    ("en el otoño de 2024", "2024-23"),
    ("verano 2024", "2024-22"),
    ("a principios de 2020", "2020-01/2020-03"),
    ("a mediados de 2020", "2020-04/2020-09"),
    ("a finales de 2020", "2020-10/2020-12"),
    ("a finales de junio de 2024", "2024-06"),
    ("a principios de mayo", "2025-05"),
    ("a finales de año", "2025-10/2025-12"),
    ("a finales del año pasado", "2024-10/2024-12"),
    ("curso 2023-2024", "2023-09/2024-08"),
    ("el curso académico 2023/24", "2023-09/2024-08"),
    ("desde 2004", "2004"),
    ("en 1999", "1999"),
    ("en el año 2010", "2010"),
    ("de 2014 a 2020", "2014/2020"),
    ("entre 2011 y 2019", "2011/2019"),
    ("hace diez años", "2015"),
    ("hace dos meses", "2025-01"),
    ("desde hace diez años", ""),
    ("en el primer semestre de 2024", "2024-40"),
    ("primer trimestre de 2024", "2024-33"),
    ("de marzo a junio de 2024", "2024-03/2024-06"),
    ("entre marzo y junio", "2025-03/2025-06"),
    ("septiembre-octubre de 2024", "2024-09/2024-10"),
    ("ayer", "2025-03-11"),
    ("los años 1990", "1990/1999"),
    ("Horizonte 2020", ""),
    ("2000 estudiantes", ""),
    ("más de 2000 estudiantes", ""),
    ("de lunes a viernes", ""),
    ("la promoción 2023", ""),
    ("Agenda 2030", ""),
    ("escuela de verano", ""),
    ("Julio Pérez firmó", ""),
    ("en los últimos dos años", ""),
    ("5 de mayo del presente año", "2025-05-05"),
    ("5 de mayo del año en curso", "2025-05-05"),
    ("5 de mayo de este año", "2025-05-05"),
    ("marzo del año pasado", "2024-03"),
    ("el próximo día 15", "2025-03-15"),
    ("la Mayo Clinic", ""),
    ("en mayo de 2023", "2023-05"),
    ("del lunes 3 al viernes 7 de marzo de 2025", "2025-03-03/2025-03-07"),
    ("a las 10:30 horas", ""),
]


@pytest.mark.parametrize(("text", "edtf"), TABLE, ids=[text for text, _ in TABLE])
def test_reads(text: str, edtf: str) -> None:
    mentions = find_dates(text, "es", PUBLISHED)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf if m.interval else "unresolved" for m in mentions) == edtf


# Sentences: the day of publication (2025-03-12 Wednesday, 2024-10-17 Thursday, 2023-12-04 Monday), text, EDTF.
SENTENCES = [
    ("2025-03-12", "El convenio es de 2014. Tres años después se abrió un campus.", "2014 ; 2017"),
    ("2025-03-12", "Se renovó en 2019; cinco años antes nadie la conocía.", "2019 ; 2014"),
    ("2025-03-12", "Se reunieron en el otoño de 2021 y firmaron la primavera siguiente.", "2021-23 ; 2022-21"),
    ("2025-03-12", "Fundada en 2008, abrió al año siguiente.", "2008 ; 2009"),
    (
        "2024-10-17",
        "El rector lo recibió el martes en la Torre. El miércoles dio una charla.",
        "2024-10-15 ; 2024-10-16",
    ),
    ("2024-10-17", "Los martes hay tutorías.", ""),
    ("2024-10-17", "Los rectores se vieron el martes de la semana pasada.", "2024-10-08"),
    ("2024-10-17", "Las conversaciones fueron entre el domingo y el martes.", "2024-10-13/2024-10-15"),
    ("2024-10-17", "La delegación estuvo en Lima el lunes y martes pasados.", "2024-10-14/2024-10-15"),
    ("2024-10-17", "El horario es de lunes a viernes.", ""),
    ("2025-03-12", "El campamento se celebró en julio del año pasado.", "2024-07"),
    ("2024-10-17", "El Paraninfo permanecerá cerrado hasta el lunes 4.", "2024-11-04"),
    ("2024-10-17", "El convenio se firmó el pasado día 8 en Madrid.", "2024-10-08"),
    ("2024-10-17", "El acto tuvo lugar ayer; la reunión, anteayer.", "2024-10-16 ; 2024-10-15"),
    ("2023-12-04", "Llegaron el 12 de noviembre de 2023. Al día siguiente firmaron.", "2023-11-12 ; 2023-11-13"),
    (
        "2023-12-04",
        "Del 12 al 14 de junio de 2023 se celebró el foro. El segundo día se firmó un acuerdo.",
        "2023-06-12/2023-06-14 ; 2023-06-13",
    ),
    ("2025-03-12", "En la década de 1980 no había intercambios.", "1980/1989"),
    ("2025-03-12", "En los años noventa viajaban diez alumnos.", "1990/1999"),
    ("2025-03-12", "En los años 90 viajaban diez alumnos.", "1990/1999"),
    ("2025-03-12", "Los datos del primer trimestre de 2024 son buenos.", "2024-33"),
    ("2023-12-04", "Las solicitudes se aceptan hasta Navidad.", "2023-12-25"),
    ("2025-03-12", "Los estudiantes regresan después de Pascua.", "2025-04-20"),
    ("2025-03-12", "El mercado de Navidad y las vacaciones de Navidad.", ""),
    ("2024-10-17", "El decano está invitado a Lyon en marzo.", "2025-03"),
    ("2024-10-17", "Se espera un segundo grupo en febrero.", "2025-02"),
    ("2024-10-17", "La universidad recibió en marzo a una delegación.", "2024-03"),
    ("2024-10-17", "Llegaron el 12 de marzo de 2024 y se fueron el 16.", "2024-03-12 ; 2024-03-16"),
    ("2024-10-17", "La delegación estuvo en Lima de martes a jueves.", "2024-10-15/2024-10-17"),
    ("2024-10-17", "Las clases comienzan en marzo.", "2025-03"),
    ("2024-10-17", "El 14 del corriente llegó el embajador.", "2024-10-14"),
    ("2024-10-17", "Por Navidad volvieron veinte alumnos.", "2023-12-25"),
    ("2024-10-17", "El próximo curso académico habrá veinte.", "2025-09/2026-08"),
    ("2024-10-17", "Todo cambió a mediados de los noventa.", "1990/1999"),
]


@pytest.mark.parametrize(("published", "text", "edtf"), SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_reads_sentences(published: str, text: str, edtf: str) -> None:
    mentions = find_dates(text, "es", dt.date.fromisoformat(published))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf for m in mentions if m.interval) == edtf

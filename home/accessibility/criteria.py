"""
The success criteria of WCAG 2.2 on the levels A and AA, by their numbers.

Names are those of the translations that W3C lists; what came with 2.2 we have translated. The
law (306/2019) asks for those of WCAG 2.1, which are all among these.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    """What is asked: its number, its level, and its name in each language."""

    number: str
    level: str
    fi: str
    sv: str
    en: str

    def named(self, language: str) -> str:
        """
        Return it as readers of a language meet it.

        >>> CRITERIA["2.1.1"].named("fi"), CRITERIA["2.1.1"].named("sv")
        ('2.1.1 Näppäimistö (A)', '2.1.1 Tangentbord (A)')
        """
        name = {"fi": self.fi, "sv": self.sv}.get(language, self.en)
        return f"{self.number} {name} ({self.level})"


_TABLE = """
1.1.1 | A | Ei-tekstuaalinen sisältö | Icke-textuellt innehåll | Non-text Content
1.2.1 | A | Pelkkä audio tai pelkkä video (tallennettu) | Enbart ljud och enbart video (förinspelat) | Audio-only and Video-only (Prerecorded)
1.2.2 | A | Tekstitys (tallennettu) | Undertexter (förinspelat) | Captions (Prerecorded)
1.2.3 | A | Kuvailutulkkaus tai mediavastine (tallennettu) | Syntolkning eller mediealternativ (förinspelat) | Audio Description or Media Alternative (Prerecorded)
1.2.4 | AA | Tekstitys (suorassa lähetyksessä) | Undertexter (direktsändning) | Captions (Live)
1.2.5 | AA | Kuvailutulkkaus (tallennettu) | Syntolkning (förinspelat) | Audio Description (Prerecorded)
1.3.1 | A | Informaatio ja suhteet | Information och relationer | Info and Relationships
1.3.2 | A | Merkitykseen vaikuttava järjestys | Meningsfull ordning | Meaningful Sequence
1.3.3 | A | Aistinvaraiset ominaispiirteet | Sensoriska kännetecken | Sensory Characteristics
1.3.4 | AA | Asento | Orientering | Orientation
1.3.5 | AA | Määrittele syötteen tarkoitus | Identifiera inmatningens syfte | Identify Input Purpose
1.4.1 | A | Värien käyttö | Användning av färg | Use of Color
1.4.2 | A | Audiokontrolli | Kontroll av ljuduppspelning | Audio Control
1.4.3 | AA | Kontrasti (minimi) | Kontrast (minimum) | Contrast (Minimum)
1.4.4 | AA | Tekstin koon muuttaminen | Textförstoring | Resize Text
1.4.5 | AA | Tekstiä esittävät kuvat | Bilder av text | Images of Text
1.4.10 | AA | Responsiivisuus | Omflöde | Reflow
1.4.11 | AA | Ei-tekstimuotoisen sisällön kontrasti | Kontrast för icke-textuellt innehåll | Non-text Contrast
1.4.12 | AA | Tekstin välistys | Textavstånd | Text Spacing
1.4.13 | AA | Sisältö osoitettaessa tai kohdistettaessa | Innehåll vid hovring eller fokus | Content on Hover or Focus
2.1.1 | A | Näppäimistö | Tangentbord | Keyboard
2.1.2 | A | Ei näppäimistöansaa | Ingen tangentbordsfälla | No Keyboard Trap
2.1.4 | A | Yhden merkin pikanäppäimet | Kortkommandon med ett tecken | Character Key Shortcuts
2.2.1 | A | Säädettävissä oleva ajoitus | Justerbar tidsgräns | Timing Adjustable
2.2.2 | A | Keskeytä, pysäytä, piilota | Pausa, stoppa, dölj | Pause, Stop, Hide
2.3.1 | A | Kolme välähdystä tai alle raja-arvon | Tre blixtar eller under tröskelvärdet | Three Flashes or Below Threshold
2.4.1 | A | Ohita lohkot | Hoppa över block | Bypass Blocks
2.4.2 | A | Sivuotsikot | Sidtitlar | Page Titled
2.4.3 | A | Kohdistusjärjestys | Fokusordning | Focus Order
2.4.4 | A | Linkin tarkoitus (kontekstissa) | Syftet med en länk (i sammanhang) | Link Purpose (In Context)
2.4.5 | AA | Useita tapoja | Flera sätt | Multiple Ways
2.4.6 | AA | Otsikot ja nimilaput | Rubriker och etiketter | Headings and Labels
2.4.7 | AA | Näkyvä kohdistus | Synligt fokus | Focus Visible
2.4.11 | AA | Kohdistus ei peity (minimi) | Fokus skyms inte (minimum) | Focus Not Obscured (Minimum)
2.5.1 | A | Osoitineleet | Pekargester | Pointer Gestures
2.5.2 | A | Osoittimen kumoaminen | Annullering av pekarinmatning | Pointer Cancellation
2.5.3 | A | Nimilappu nimessä | Etikett i namn | Label in Name
2.5.4 | A | Liikkeellä ohjaaminen | Rörelseaktivering | Motion Actuation
2.5.7 | AA | Raahausliikkeet | Dragrörelser | Dragging Movements
2.5.8 | AA | Kohteen koko (minimi) | Målstorlek (minimum) | Target Size (Minimum)
3.1.1 | A | Sivun kieli | Sidans språk | Language of Page
3.1.2 | AA | Osien kieli | Språk för delar | Language of Parts
3.2.1 | A | Kohdistaminen | Vid fokus | On Focus
3.2.2 | A | Syöte | Vid inmatning | On Input
3.2.3 | AA | Johdonmukainen navigointi | Konsekvent navigering | Consistent Navigation
3.2.4 | AA | Johdonmukainen merkitseminen | Konsekvent identifikation | Consistent Identification
3.2.6 | A | Johdonmukainen ohje | Konsekvent hjälp | Consistent Help
3.3.1 | A | Virheen tunnistaminen | Identifikation av fel | Error Identification
3.3.2 | A | Nimilaput tai ohjeet | Etiketter eller instruktioner | Labels or Instructions
3.3.3 | AA | Virheen korjausehdotus | Förslag vid fel | Error Suggestion
3.3.4 | AA | Virheiden ennaltaehkäisy (juridinen, taloudellinen, data) | Förebyggande av fel (juridiska, ekonomiska, data) | Error Prevention (Legal, Financial, Data)
3.3.7 | A | Toistuva syöte | Upprepad inmatning | Redundant Entry
3.3.8 | AA | Saavutettava todentaminen (minimi) | Tillgänglig autentisering (minimum) | Accessible Authentication (Minimum)
4.1.2 | A | Nimi, rooli, arvo | Namn, roll, värde | Name, Role, Value
4.1.3 | AA | Tilasta kertovat viestit | Statusmeddelanden | Status Messages
"""  # noqa: E501

CRITERIA = {
    number: Criterion(number, *rest)
    for number, *rest in (line.split(" | ") for line in _TABLE.strip().splitlines())
}

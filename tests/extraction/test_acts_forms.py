"""The acts of fighting on the ground, in the many forms in which news tells of them."""

from __future__ import annotations

import pytest
from stages import annotated

TAKEN = [
    # text, surface of the act, pattern, form
    ("Russian troops captured the town of Avdiivka.", "captured", "capture", "finite"),
    ("Avdiivka was captured by Russian forces.", "captured", "capture", "passive"),
    ("The army has recaptured Sinja from the paramilitaries.", "recaptured", "capture", "finite"),
    ("Ukraine took back the village of Robotyne.", "took back", "capture", "finite"),
    ("Ukrainian troops took the village of Robotyne back.", "took", "capture", "finite"),
    ("M23 rebels take key town of Masisi in eastern Congo", "take", "capture", "finite"),
    ("Azerbaijani forces have taken Shusha, the president said.", "taken", "capture", "finite"),
    ("The town was taken on Monday.", "taken", "capture", "passive"),
    ("Militants took the ancient Syrian city of Palmyra.", "took", "capture", "finite"),
    ("Soldiers entered the city of Kherson on Friday.", "entered", "capture", "finite"),
    ("Fighters swept into Aleppo on Friday.", "swept into", "capture", "finite"),
    ("Israeli tanks rolled into Rafah.", "rolled into", "capture", "finite"),
    ("Iraqi forces drove the militants out of Mosul.", "drove", "capture", "finite"),
    ("The army pushed the rebels out of the centre of Ramadi.", "pushed", "capture", "finite"),
    ("Nigerian troops cleared the town of Bama of the insurgents.", "cleared", "capture", "finite"),
    ("The militants were driven from Mosul.", "driven", "capture", "passive"),
    ("They managed to retake Izium.", "retake", "capture", "infinitive"),
    ("The insurgents hoisted their flag over Bama.", "hoisted their flag over", "capture", "finite"),
    ("Goma fell to the rebels.", "fell to", "fall", "finite"),
    ("Masisi falls to the rebels", "falls to", "fall", "finite"),
    ("Kandahar fell on Thursday to the Taliban.", "fell", "fall", "finite"),
    ("The town of Masisi has fallen to the rebels.", "fallen to", "fall", "finite"),
    ("The fall of Vuhledar was a blow.", "fall of", "fall", "noun"),
    ("The Bakhmut district, which fell to Russian troops in May, is in ruins.", "fell to", "fall", "finite"),
    ("The rebels lost the town of Lashio.", "lost", "withdraw", "finite"),
    ("Ukraine pulled its troops out of Avdiivka.", "pulled", "withdraw", "finite"),
    ("The garrison has been forced to withdraw from Avdiivka.", "withdraw from", "withdraw", "infinitive"),
]

FOUGHT = [
    ("Kyiv accused Russia of shelling Nikopol.", "shelling", "attack", "gerund"),
    ("There were exchanges of fire on the border near Batken.", "exchanges of fire", "fight", "noun"),
    ("Artillery pummelled the town of Batken.", "pummelled", "attack", "finite"),
    ("Artillery pummeled the town of Batken.", "pummeled", "attack", "finite"),
    ("Soldiers and rebels exchanged fire near Batken.", "exchanged fire", "fight", "finite"),
    ("Border guards traded fire near Batken.", "traded fire", "fight", "finite"),
    ("Guerrillas ambushed a patrol near Jinotega.", "ambushed", "attack", "finite"),
    ("A COLUMN WAS AMBUSHED NEAR JINOTEGA.", "AMBUSHED", "attack", "passive"),
    ("Marines fended off an assault on the base.", "fended off", "repel", "finite"),
    ("The crew shot 13 drones down over Kyiv.", "shot", "intercept", "finite"),
    ("Gunmen shot a guard dead in Jaffa.", "shot", "attack", "finite"),
    ("The group took six people hostage.", "took", "abduct", "finite"),
    ("Fighters took dozens of villagers captive.", "took", "abduct", "finite"),
    ("Militants blew a pipeline up in the delta.", "blew", "explode", "finite"),
]


ATTACKED = [
    ("The fire gutted the mill.", "gutted", "damage", "finite"),
    ("Guerrillas lobbed grenades at the post.", "lobbed", "launch", "finite"),
    ("Soldiers flogged the villagers.", "flogged", "attack", "finite"),
    ("Rebels booby-trapped the bridge.", "booby-trapped", "explode", "finite"),
    ("The villagers were clubbed to death.", "clubbed to death", "attack", "passive"),
    ("Militiamen buried the men alive.", "buried", "attack", "finite"),
    ("Youths petrol-bombed the police station.", "petrol-bombed", "attack", "finite"),
    ("Snipers picked off two sentries.", "picked off", "attack", "finite"),
    ("Troops bulldozed the huts.", "bulldozed", "damage", "finite"),
    ("Iraq answered with a Scud attack on Tehran.", "Scud attack", "attack", "noun"),
    ("A land mine explosion killed four.", "land mine explosion", "explode", "noun"),
    ("Six died in a hit-and-run raid on Jaffna.", "hit-and-run raid", "attack", "noun"),
    ("Iran mounted human-wave attacks near Basra.", "human-wave attacks", "attack", "noun"),
]


@pytest.mark.parametrize(("text", "surface", "pattern", "form"), TAKEN + FOUGHT + ATTACKED)
def test_acts_of_the_ground(text: str, surface: str, pattern: str, form: str) -> None:
    found = [(text[act.start : act.end], act.pattern, act.form) for act in annotated(text, "2024-05-15").acts]
    assert (surface, pattern, form) in found


@pytest.mark.parametrize(
    "text",
    [
        "The meeting took place in Rafah.",
        "The wounded were taken to a hospital in Goma.",
        "He took the children to school.",
        "The party won the vote.",
        "Nigerian troops freed 40 hostages.",
        "Drones entered its airspace.",
        "Temperatures in Moscow fell to minus twenty.",
        "Moscow fell silent.",
        "The shares of the bank fell by a tenth.",
        "He pushed the boy out of the way.",
        "The Army of National Liberation opened a museum in Ohio.",
        "The pupils of the boarding school sang.",
        "Two ministers clashed over taxes.",
    ],
)
def test_acts_of_many_senses_need_ground(text: str) -> None:
    assert not annotated(text, "2024-05-15").acts


def test_acts_a_number_makes_a_participle_an_adjective() -> None:
    found = annotated("The militants executed 1,700 captured cadets.", "2014-06-15").acts
    assert [act.lemma for act in found] == ["execute"]


def test_acts_a_held_place_after_a_verb_is_no_taking() -> None:
    acts = annotated("Missiles were fired at the bridge connecting occupied Crimea to Russia.").acts
    assert all(act.pattern != "capture" for act in acts)

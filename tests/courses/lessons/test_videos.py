"""What was watched of a video: a union that nothing shrinks, merged on the server."""

from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.lessons.intervals import MOST_INTERVALS, percent, read_intervals, union
from courses.lessons.models import BlockDeed
from home.blocks import ContentBlock
from tests.factories.lessons import block, checklist, faults, lesson_with, video

JSON = {"Accept": "application/json"}
LENGTH = 120
INTERVALS = st.lists(st.tuples(st.integers(-5, LENGTH + 5), st.integers(-5, LENGTH + 5)))


def seconds(intervals):
    return {second for start, end in intervals for second in range(start, end)}


class TestUnion:
    @given(INTERVALS)
    def test_is_ordered_bounded_and_loses_nothing(self, intervals):
        found = union(intervals, length=LENGTH, most=4)
        assert len(found) <= 4
        assert all(0 <= start < end <= LENGTH for start, end in found)
        assert all(one[1] < other[0] for one, other in pairwise(found))
        assert seconds(intervals) & set(range(LENGTH)) <= seconds(found)

    @given(INTERVALS, INTERVALS)
    def test_does_not_ask_for_order_or_number_of_reports(self, some, others):
        once = union([*some, *others], length=LENGTH, most=LENGTH)
        assert once == union([*others, *some, *others], length=LENGTH, most=LENGTH)
        assert once == union(once, length=LENGTH, most=LENGTH)

    @given(INTERVALS)
    def test_is_a_share_between_none_and_all(self, intervals):
        found = union(intervals, length=LENGTH)
        assert 0 <= percent(found, LENGTH) <= 100
        assert percent([(0, LENGTH), *found][:1], LENGTH) == 100

    @given(st.text())
    def test_reads_any_report(self, said):
        assert all(start < end for start, end in read_intervals(said))

    def test_takes_no_more_than_a_player_can_tell(self):
        assert len(read_intervals("0-1," * 5000)) == 4 * MOST_INTERVALS


@pytest.mark.django_db
class TestWatched:
    @pytest.fixture
    def lesson(self):
        return lesson_with(block("video", video()), block("checklist", checklist()))

    @pytest.fixture
    def send(self, client, at, lesson, address_of):
        address = address_of("save_watched", at(lesson), lesson, "video")

        def send_(*, headers=JSON, **data):
            return client.post(address, data, headers=headers)

        return send_

    def data(self):
        return BlockDeed.objects.get().data

    def test_reports_add_up_in_any_order(self, client, lesson, send):
        send(intervals="50-80", length=100)
        send(intervals="0-20", length=100)
        told = send(intervals="0-20,10-30", length=100).json()
        assert self.data() == {
            "intervals": [[0, 30], [50, 80]], "length": 100, "percent": 60, "read": False
        }  # fmt: skip
        assert "60" in told["receipt"]
        with override("en"):
            assert "60 %" in client.get(lesson.url).text

    def test_a_report_twice_writes_once(self, send):
        send(intervals="0-20", length=100)
        first = BlockDeed.objects.get().updated_at
        send(intervals="5-15", length=100)
        assert BlockDeed.objects.get().updated_at == first

    def test_reading_it_as_text_counts_and_can_be_taken_back(self, client, lesson, send):
        send(intervals="0-20", length=100)
        assert send(do="all", headers={}).url.startswith(lesson.url)
        assert self.data()["read"]
        assert 'value="clear"' in client.get(lesson.url).text
        send(do="clear")
        assert not BlockDeed.objects.exists()

    @pytest.mark.parametrize(
        "odd",
        [
            {},
            {"intervals": "0-20"},
            {"intervals": "0-20", "length": "x"},
            {"intervals": "0-20", "length": "999999"},
            {"intervals": "200-300", "length": "100"},
            {"intervals": "٣-٩", "length": "100"},
        ],
    )
    def test_an_odd_report_keeps_nothing(self, send, odd):
        assert send(**odd).status_code == 200
        assert not BlockDeed.objects.exists()

    def test_a_shorter_film_in_its_place_is_counted_by_its_own_length(self, send):
        send(intervals="0-90", length=100)
        send(intervals="0-1", length=30)
        assert self.data()["percent"] == 100

    def test_costs_no_look_at_files_or_pictures(self, client, lesson, send):
        page = client.get(lesson.url).text
        assert page.count("data-watched") == 1
        assert page.count('href="https://www.youtube.com/watch?v=aaaaaaaaaaa&amp;t=65s"') == 1


@pytest.mark.django_db
class TestClean:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({}, ""),
            ({"url": "https://evil.example/watch?v=aaaaaaaaaaa"}, "no address of a video"),
            ({"url": "https://finna.fi/Record/abc.123"}, "no address of a video"),
            ({"captions_there": []}, "in which languages it has captions"),
            ({"url": ""}, "Choose a video file"),
            ({"chapters": [{"minutes": 1, "seconds": 0, "title": "B"}] * 2}, "in order"),
        ],
    )
    def test_says_what_is_missing(self, changes, words):
        with override("en"):
            found = faults("video", video(**changes))
        assert any(words in one for one in found) if words else found == []

    def test_frames_only_the_service_that_it_names(self):
        kind = ContentBlock().child_blocks["video"]
        assert kind.frame_source(video()) == "https://www.youtube-nocookie.com"
        assert kind.frame_source(video(file=1)) == kind.frame_source(video(url="")) == ""

"""An H5P package as small as one can be: one library, one question, two answers."""

import io
import json
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from home.h5p.checking import check
from home.h5p.models import H5PPackage
from home.h5p.unpacking import keep_package

LIBRARY = "H5P.OneQuestion-1.2"
SCRIPT = """
var H5P = H5P || {};
H5P.OneQuestion = (function ($, Question) {
  function OneQuestion(params, id) {
    H5P.EventDispatcher.call(this);
    var self = this;
    self.contentId = id;
    self.attach = function ($container) {
      var told = $('<p class="told"></p>').text(self.reached());
      $container.append($('<p></p>').text(params.question), told);
      params.answers.forEach(function (answer) {
        $('<button type="button"></button>').text(answer.text).appendTo($container)
          .on('click', function () {
            told.text('Vastattu: ' + answer.text);
            self.triggerXAPIScored(answer.points, 2, 'answered', true, answer.points === 2);
          });
      });
    };
    // What a package can reach from its frame, in words.
    self.reached = function () {
      var found = [];
      try { found.push(window.parent.document.title); } catch (error) { found.push('ei sivua'); }
      try { found.push('eväste ' + document.cookie); } catch (error) { found.push('ei evästeitä'); }
      return found.join(', ');
    };
  }
  OneQuestion.prototype = Object.create(H5P.EventDispatcher.prototype);
  OneQuestion.prototype.constructor = OneQuestion;
  return OneQuestion;
})(H5P.jQuery);
"""
DEPENDENCY = {"machineName": "H5P.OneQuestion", "majorVersion": 1, "minorVersion": 2}


def files_of_package():
    """The files of a package that is as it should be, by their names."""
    return {
        "h5p.json": json.dumps(
            {
                "title": "Mitä työkyky on?",
                "language": "fi",
                "mainLibrary": "H5P.OneQuestion",
                "embedTypes": ["div"],
                "license": "U",
                "preloadedDependencies": [DEPENDENCY],
            }
        ),
        "content/content.json": json.dumps(
            {
                "question": "Mistä työkyky syntyy?",
                "answers": [
                    {"text": "Työn ja voimien tasapainosta", "points": 2},
                    {"text": "Diagnoosista", "points": 1},
                ],
            }
        ),
        f"{LIBRARY}/library.json": json.dumps(
            {
                "title": "One question",
                "runnable": 1,
                "preloadedJs": [{"path": "question.js"}],
                "preloadedCss": [{"path": "question.css"}],
                **DEPENDENCY,
                "patchVersion": 0,
            }
        ),
        f"{LIBRARY}/question.js": SCRIPT,
        f"{LIBRARY}/question.css": ".told { min-height: 600px; }",
    }


def packed(files):
    """Return files as an archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    archive.seek(0)
    return archive


def package(**changed):
    """Return a package; other files by name, None leaves one out."""
    files = files_of_package() | changed
    return packed({name: content for name, content in files.items() if content is not None})


def h5p_exercise(title="Mitä työkyky on?", user=None, **changed):
    """Keep a package as an upload would."""
    upload = SimpleUploadedFile("tyokyky.h5p", package(**changed).getvalue())
    row = H5PPackage(title=title, text_alternative="Työkyky syntyy tasapainosta.", file=upload)
    return keep_package(row, upload=upload, checked=check(upload), user=user)

// Statements, each with the same list of answers to choose from. All controls are the browser's own.
var TKP = TKP || {};
TKP.WhoAnswers = (function ($) {
  function WhoAnswers(params, id) {
    H5P.EventDispatcher.call(this);
    var self = this;
    self.contentId = id;

    function row(statement, number) {
      var name = 'answer-' + number;
      var list = $('<select></select>').attr('id', name);
      $('<option value=""></option>').text(params.choose).appendTo(list);
      params.answers.forEach(function (answer) {
        $('<option></option>').val(answer).text(answer).appendTo(list);
      });
      var told = $('<span class="who-answers__told"></span>').attr('id', name + '-told');
      list.attr('aria-describedby', name + '-told');
      return {
        right: statement.right,
        list: list,
        told: told,
        item: $('<li></li>').append($('<label></label>').attr('for', name).text(statement.text), list, told),
      };
    }

    self.attach = function ($container) {
      var rows = params.statements.map(row);
      var told = $('<p class="who-answers__result" role="status"></p>');
      // No form: the frame may send none.
      var check = $('<button type="button"></button>').text(params.check);
      check.on('click', function () {
        var points = rows.filter(function (each) {
          var isRight = each.list.val() === each.right;
          each.told.text(isRight ? params.right : params.notYet);
          return isRight;
        }).length;
        told.text(params.result.replace(':points', points).replace(':most', rows.length));
        self.triggerXAPIScored(points, rows.length, 'answered', true, points === rows.length);
        self.trigger('resize');
      });
      $('<div class="who-answers"></div>').append(
        $('<p></p>').text(params.task),
        $('<ol></ol>').append(rows.map(function (each) { return each.item; })),
        check,
        told
      ).appendTo($container);
    };
  }
  WhoAnswers.prototype = Object.create(H5P.EventDispatcher.prototype);
  WhoAnswers.prototype.constructor = WhoAnswers;
  return WhoAnswers;
})(H5P.jQuery);

package keras.models.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table with ruled lines, laid out as Python's {@code rich} does: words wrap, longer ones are cut
 * with an ellipsis.
 */
final class TextTable {
  /** Where the text of a column stands. */
  enum Align {
    LEFT,
    RIGHT,
    CENTER
  }

  private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

  private final int[] cells;
  private final List<Align> aligns;
  private final List<String> lines = new ArrayList<>();

  /**
   * Makes a table of a header.
   *
   * @param widths those that the columns ask for; all give way where the borders need space
   * @param length of the lines
   */
  TextTable(List<String> header, List<Align> aligns, int[] widths, int length) {
    this.aligns = aligns;
    this.cells = shrink(widths, length);
    rule("┏┳┓", '━');
    row(header, '┃', true);
    rule("┡╇┩", '━');
  }

  /**
   * Takes what borders and padding need from the columns, in the parts that Python's rich takes.
   */
  private static int[] shrink(int[] widths, int length) {
    int[] cells = new int[widths.length];
    int excess = 1 + widths.length - length;
    for (int w : widths) {
      excess += w + 2;
    }
    for (int i = 0; i < cells.length; i++) {
      int cut = Math.min(widths[i] + 2, (int) Math.rint(excess / (double) (cells.length - i)));
      cells[i] = Math.max(0, widths[i] - cut);
      excess -= cut;
    }
    return cells;
  }

  /** Returns the lines of the table with these rows. */
  List<String> with(List<List<String>> rows) {
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), '│', false);
      if (i < rows.size() - 1) {
        rule("├┼┤", '─');
      }
    }
    rule("└┴┘", '─');
    return lines;
  }

  private void rule(String corners, char line) {
    StringBuilder s = new StringBuilder().append(corners.charAt(0));
    for (int i = 0; i < cells.length; i++) {
      s.append(String.valueOf(line).repeat(cells[i] + 2));
      s.append(corners.charAt(i < cells.length - 1 ? 1 : 2));
    }
    lines.add(s.toString());
  }

  /** Writes a row; shorter texts of a header stand at the bottom. */
  private void row(List<String> texts, char bar, boolean atBottom) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < cells.length; i++) {
      List<String> text = wrap(texts.get(i), cells[i]);
      wrapped.add(text);
      height = Math.max(height, text.size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder s = new StringBuilder().append(bar);
      for (int i = 0; i < cells.length; i++) {
        List<String> text = wrapped.get(i);
        int at = atBottom ? line - height + text.size() : line;
        String shown = at >= 0 && at < text.size() ? text.get(at) : "";
        s.append(' ').append(aligned(shown, aligns.get(i), cells[i])).append(' ').append(bar);
      }
      lines.add(s.toString());
    }
  }

  private static String aligned(String text, Align align, int width) {
    int missing = width - length(text);
    int left =
        switch (align) {
          case LEFT -> 0;
          case RIGHT -> missing;
          case CENTER -> missing / 2;
        };
    return " ".repeat(left) + text + " ".repeat(missing - left);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> wrap(String text, int width) {
    List<String> out = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    int from = 0;
    int used = 0;
    while (words.find()) {
      String word = words.group();
      int fits = length(word.stripTrailing());
      if (width - used < fits && words.start() > 0 && (used > 0 || fits > width)) {
        out.add(cut(text.substring(from, words.start()), width));
        from = words.start();
        used = 0;
      }
      used += length(word);
    }
    out.add(cut(text.substring(from), width));
    return out;
  }

  private static String cut(String line, int width) {
    String text = line.stripTrailing();
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }
}

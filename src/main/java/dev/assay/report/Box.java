package dev.assay.report;

import dev.assay.report.ReportOptions.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table in a box. Cells that equal the one above them are drawn as one; long cells are wrapped
/// between words; where the page has a width, the widest columns give way until the table fits.
/// Words that people read in one piece, such as `GHSA-35jh-r3h4-6jhm`, are broken only where
/// nothing else helps.
final class Box {
  /// Words up to this width are not broken to fit a page.
  private static final int WHOLE_WORD = 20;

  /// No column is made narrower than this, whatever the page.
  private static final int NARROWEST = 10;

  /// No column is made wider for long text.
  private static final int MAX_COLUMNS = 72;

  private static final String UNICODE = "┌┬┐├┼┤└┴┘─│";
  private static final String ASCII = "+++++++++-|";

  private final Page page;
  private final List<String> header;
  private final List<List<Cell>> rows = new ArrayList<>();
  private final String pen;
  private boolean merges = true;

  /// A table with these column titles.
  Box(Page page, List<String> header) {
    this.page = page;
    this.header = List.copyOf(header);
    this.pen = page.hasBoxes() ? UNICODE : ASCII;
  }

  /// Draws a cell again although it says the same as the one above.
  Box unmerged() {
    merges = false;
    return this;
  }

  /// One cell.
  ///
  /// @param lines free of control characters
  /// @param color ANSI parameters, or empty
  /// @param isCentered rather than at the left
  record Cell(List<String> lines, String color, boolean isCentered) {
    Cell {
      lines = List.copyOf(lines);
    }

    static Cell of(String line) {
      return new Cell(List.of(line), "", false);
    }

    static Cell centered(String line) {
      return new Cell(List.of(line), "", true);
    }
  }

  /// Adds a row with a cell for each column.
  void row(List<Cell> cells) {
    rows.add(List.copyOf(cells));
  }

  /// Draws the table, with a line feed at its end.
  void draw(StringBuilder out) {
    int[] widths = widths();
    boolean[] closed = new boolean[widths.length];
    Arrays.fill(closed, true);
    edge(out, widths, 0);
    line(out, widths, header.stream().map(Cell::centered).toList());
    for (int r = 0; r < rows.size(); r++) {
      List<Cell> row = new ArrayList<>(rows.get(r));
      for (int c = 0; c < widths.length; c++) {
        boolean isMerged =
            merges && r > 0 && rows.get(r - 1).get(c).lines().equals(row.get(c).lines());
        closed[c] = !isMerged;
        if (isMerged) {
          row.set(c, Cell.of(""));
        }
      }
      divider(out, widths, closed);
      line(out, widths, row);
    }
    edge(out, widths, 6);
  }

  private int[] widths() {
    int[] widths = header.stream().mapToInt(TerminalText::columns).toArray();
    for (List<Cell> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        for (String line : row.get(c).lines()) {
          widths[c] = Math.max(widths[c], Math.min(MAX_COLUMNS, TerminalText.columns(line)));
        }
      }
    }
    if (page.columns() > 0) {
      // Each cell has a rule and two spaces; the last rule closes the box.
      int room = page.columns() - 3 * widths.length - 1;
      narrow(widths, floors(), room);
      int[] narrowest = new int[widths.length];
      Arrays.fill(narrowest, NARROWEST);
      narrow(widths, narrowest, room);
    }
    return widths;
  }

  private static void narrow(int[] widths, int[] floors, int room) {
    int over = Arrays.stream(widths).sum() - room;
    while (over > 0) {
      int widest = -1;
      for (int c = 0; c < widths.length; c++) {
        if (widths[c] > floors[c] && (widest < 0 || widths[c] >= widths[widest])) {
          widest = c;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      over--;
    }
  }

  private int[] floors() {
    int[] floors = header.stream().mapToInt(Box::wholeWord).toArray();
    for (List<Cell> row : rows) {
      for (int c = 0; c < floors.length; c++) {
        for (String line : row.get(c).lines()) {
          floors[c] = Math.max(floors[c], wholeWord(line));
        }
      }
    }
    return floors;
  }

  private static int wholeWord(String line) {
    int longest = Arrays.stream(line.split(" ")).mapToInt(TerminalText::columns).max().orElse(0);
    return Math.min(WHOLE_WORD, longest);
  }

  /// The upper edge from pen 0, the lower one from pen 6.
  private void edge(StringBuilder out, int[] widths, int from) {
    for (int c = 0; c < widths.length; c++) {
      out.append(pen.charAt(c == 0 ? from : from + 1)).repeat(pen.charAt(9), widths[c] + 2);
    }
    out.append(pen.charAt(from + 2)).append('\n');
  }

  private void divider(StringBuilder out, int[] widths, boolean[] closed) {
    char side = pen.charAt(10);
    for (int c = 0; c < widths.length; c++) {
      boolean left = c > 0 && closed[c - 1];
      out.append(closed[c] ? pen.charAt(left ? 4 : 3) : (left ? pen.charAt(5) : side));
      out.repeat(closed[c] ? pen.charAt(9) : ' ', widths[c] + 2);
    }
    out.append(closed[widths.length - 1] ? pen.charAt(5) : side).append('\n');
  }

  private void line(StringBuilder out, int[] widths, List<Cell> cells) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int c = 0; c < widths.length; c++) {
      List<String> lines = new ArrayList<>();
      for (String line : cells.get(c).lines()) {
        lines.addAll(TerminalText.wrap(line, widths[c]));
      }
      wrapped.add(lines);
      height = Math.max(height, lines.size());
    }
    for (int i = 0; i < height; i++) {
      for (int c = 0; c < widths.length; c++) {
        String text = i < wrapped.get(c).size() ? wrapped.get(c).get(i) : "";
        out.append(pen.charAt(10)).append(' ');
        padded(out, text, widths[c], cells.get(c));
        out.append(' ');
      }
      out.append(pen.charAt(10)).append('\n');
    }
  }

  private void padded(StringBuilder out, String text, int width, Cell cell) {
    int spare = Math.max(0, width - TerminalText.columns(text));
    int left = cell.isCentered() ? spare / 2 : 0;
    out.repeat(' ', left);
    boolean isColored = page.hasColor() && !cell.color().isEmpty() && !text.isEmpty();
    if (isColored) {
      out.append("\u001b[").append(cell.color()).append('m').append(text).append("\u001b[0m");
    } else {
      out.append(text);
    }
    out.repeat(' ', spare - left);
  }
}

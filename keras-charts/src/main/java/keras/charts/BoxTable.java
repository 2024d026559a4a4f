package keras.charts;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import keras.visualization.ModelGraph.Box;
import keras.visualization.ModelGraph.Cell;
import keras.visualization.ModelGraph.Kind;

/** A layer's box as rows of cells, as Graphviz lays out the tables of Keras' labels. */
final class BoxTable {
  private static final double PADDING = 10;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Color FOREST_GREEN = new Color(0x22, 0x8b, 0x22);
  private static final Color FIREBRICK = new Color(0xb2, 0x22, 0x22);

  /** A text in one font. */
  record Run(String text, Font font) {
    double width() {
      return TextSize.width(font, text);
    }
  }

  /** A cell, and where it is within the box. */
  record Place(
      List<Run> runs, Color back, Color ink, double x, double y, double width, double height) {
    double textWidth() {
      return runs.stream().mapToDouble(Run::width).sum();
    }

    private Place at(double newX, double newWidth) {
      return new Place(runs, back, ink, newX, y, newWidth, height);
    }
  }

  private final List<Place> places = new ArrayList<>();
  private double width;
  private double height;

  BoxTable(Box box) {
    Font bold = TITLE.deriveFont(Font.BOLD);
    row(
        List.of(
            box.name() == null
                ? cell(List.of(new Run(box.className(), bold)), Color.BLACK, Color.WHITE)
                : cell(
                    List.of(
                        new Run(box.name(), bold), new Run(" (" + box.className() + ")", TITLE)),
                    Color.BLACK,
                    Color.WHITE)));
    if (box.activation() != null) {
      row(List.of(cell(fact("Activation", box.activation()), Color.WHITE, Color.BLACK)));
    }
    if (!box.cells().isEmpty()) {
      row(box.cells().stream().map(BoxTable::cell).toList());
    }
    stretch();
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  List<Place> places() {
    return places;
  }

  private static List<Run> fact(String name, String value) {
    return List.of(new Run(name + ": ", TEXT), new Run(value, TEXT.deriveFont(Font.BOLD)));
  }

  private static Place cell(Cell cell) {
    if (cell.kind() == Kind.PLAIN) {
      return cell(fact(cell.name(), cell.value()), Color.WHITE, Color.BLACK);
    }
    return cell(
        List.of(new Run(cell.value(), TEXT.deriveFont(Font.BOLD))),
        cell.kind() == Kind.TRAINABLE ? FOREST_GREEN : FIREBRICK,
        Color.WHITE);
  }

  private static Place cell(List<Run> runs, Color back, Color ink) {
    double width = runs.stream().mapToDouble(Run::width).sum() + 2 * PADDING;
    double height = TextSize.height(runs.get(0).font()) + 2 * PADDING;
    return new Place(runs, back, ink, 0, 0, width, height);
  }

  private void row(List<Place> cells) {
    double x = 0;
    for (Place cell : cells) {
      places.add(
          new Place(cell.runs(), cell.back(), cell.ink(), x, height, cell.width(), cell.height()));
      x += cell.width();
    }
    width = Math.max(width, x);
    height += cells.get(0).height();
  }

  /** Widens the cells of each row until all rows are as wide as the widest. */
  private void stretch() {
    List<Place> all = List.copyOf(places);
    places.clear();
    for (Place place : all) {
      List<Place> row = all.stream().filter(p -> p.y() == place.y()).toList();
      double used = row.stream().mapToDouble(Place::width).sum();
      double more = (width - used) / row.size();
      places.add(place.at(place.x() + more * row.indexOf(place), place.width() + more));
    }
  }
}

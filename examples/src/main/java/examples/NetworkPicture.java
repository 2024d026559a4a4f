package examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.models.Model;
import org.tensorflow.ndarray.FloatNdArray;

/** Draws small networks of units, side by side: a circle a unit, a line a connection. */
final class NetworkPicture {
  private static final int WIDTH = 260;
  private static final int HEIGHT = 430;
  private static final int RADIUS = 32;
  private static final int TOP = 90;
  private static final Color EXCITES = new Color(0x1f, 0x6f, 0xb4);
  private static final Color INHIBITS = new Color(0xc0, 0x39, 0x2b);

  /** A unit or an input, and where it is drawn. */
  private record Spot(KerasTensor tensor, String name, int x, int y) {}

  private NetworkPicture() {}

  static void draw(List<String> titles, List<Model> models, Path picture) {
    BufferedImage sheet =
        new BufferedImage(WIDTH * models.size(), HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < models.size(); i++) {
      draw(g, i * WIDTH, titles.get(i), models.get(i));
    }
    g.dispose();
    Pictures.save(sheet, picture);
  }

  private static void draw(Graphics2D g, int left, String title, Model model) {
    List<Spot> spots = new ArrayList<>();
    row(spots, left, HEIGHT - 2 * RADIUS, model.inputs(), List.of("A", "B"));
    List<List<KerasTensor>> rows = new ArrayList<>();
    for (List<KerasTensor> row = model.outputs();
        !spots.stream().map(Spot::tensor).toList().containsAll(row);
        row = sources(row.get(0))) {
      rows.add(0, row);
    }
    int step = (HEIGHT - 2 * RADIUS - TOP) / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      int y = HEIGHT - 2 * RADIUS - (i + 1) * step;
      row(spots, left, y, rows.get(i), rows.get(i).stream().map(NetworkPicture::name).toList());
    }
    for (Spot unit : spots) {
      if (unit.tensor().node().operation() instanceof Dense dense) {
        connect(g, spots, unit, (FloatNdArray) dense.getWeights().get(0));
      }
    }
    spots.forEach(spot -> circle(g, spot));
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    g.drawString(title, left + (WIDTH - g.getFontMetrics().stringWidth(title)) / 2, TOP / 2 - 8);
  }

  private static String name(KerasTensor unit) {
    return unit.node().operation().name().replace("_", " ");
  }

  /** Returns what a unit is connected to, past the layer that joins it. */
  private static List<KerasTensor> sources(KerasTensor unit) {
    List<KerasTensor> inputs = unit.node().inputs();
    boolean joined = inputs.get(0).node().inputs().size() > 1;
    return joined && !(inputs.get(0).node().operation() instanceof Dense)
        ? inputs.get(0).node().inputs()
        : inputs;
  }

  private static void row(
      List<Spot> spots, int left, int y, List<KerasTensor> tensors, List<String> names) {
    for (int i = 0; i < tensors.size(); i++) {
      int x = left + WIDTH * (2 * i + 1) / (2 * tensors.size());
      spots.add(new Spot(tensors.get(i), names.get(i), x, y));
    }
  }

  private static void connect(Graphics2D g, List<Spot> spots, Spot unit, FloatNdArray kernel) {
    List<KerasTensor> sources = sources(unit.tensor());
    for (int i = 0; i < sources.size(); i++) {
      KerasTensor source = sources.get(i);
      Spot from = spots.stream().filter(s -> s.tensor().equals(source)).findFirst().orElseThrow();
      float weight = kernel.getFloat(i, 0);
      g.setColor(weight < 0 ? INHIBITS : EXCITES);
      g.setStroke(new BasicStroke(Math.abs(weight) * 1.5f));
      g.drawLine(from.x(), from.y(), unit.x(), unit.y());
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
      int x = from.x() + (unit.x() - from.x()) / 4;
      int y = from.y() + (unit.y() - from.y()) / 4;
      g.drawString("%+.0f".formatted(weight), x + 10, y);
    }
  }

  private static void circle(Graphics2D g, Spot spot) {
    g.setColor(Color.WHITE);
    g.fillOval(spot.x() - RADIUS, spot.y() - RADIUS, 2 * RADIUS, 2 * RADIUS);
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(1.5f));
    g.drawOval(spot.x() - RADIUS, spot.y() - RADIUS, 2 * RADIUS, 2 * RADIUS);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    g.drawString(
        spot.name(), spot.x() - g.getFontMetrics().stringWidth(spot.name()) / 2, spot.y() + 7);
  }
}

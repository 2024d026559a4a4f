package examples;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import keras.callbacks.History;
import keras.datasets.FashionMnist;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.LongNdArray;

/** Draws what the classifier learned and what it sees. */
final class Pictures {
  private static final int ZOOM = 8;
  private static final int SIDE = 28 * ZOOM;
  private static final int GAP = 24;
  private static final Color LOSS = new Color(0xc0, 0x39, 0x2b);
  private static final Color ACCURACY = new Color(0x1f, 0x6f, 0xb4);

  private Pictures() {}

  /**
   * Draws what a history holds, epoch by epoch: losses on the left axis, accuracies on the right. A
   * training value is the mean over its epoch, so that it stands half an epoch before the
   * validation value, which is measured at the end.
   */
  static void learningCurves(History history, Path picture) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Fashion-MNIST classifier")
            .xAxisTitle("Epoch")
            .build();
    chart.setYAxisGroupTitle(0, "Loss");
    chart.setYAxisGroupTitle(1, "Accuracy");
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    chart.getStyler().setYAxisMin(0, 0.0).setYAxisMin(1, 0.0).setYAxisMax(1, 1.0);
    chart.getStyler().setXAxisMin(0.0).setChartBackgroundColor(Color.WHITE);
    for (Map.Entry<String, List<Double>> series : history.history().entrySet()) {
      String name = series.getKey();
      boolean validation = name.startsWith("val_");
      boolean accuracy = name.endsWith("accuracy");
      double[] values = series.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      double[] epochs =
          IntStream.range(0, values.length).mapToDouble(i -> i + (validation ? 1 : 0.5)).toArray();
      XYSeries line = chart.addSeries(name, epochs, values);
      line.setMarker(SeriesMarkers.NONE);
      line.setYAxisGroup(accuracy ? 1 : 0);
      line.setLineColor(accuracy ? ACCURACY : LOSS);
      line.setLineStyle(validation ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
    }
    save(BitmapEncoder.getBufferedImage(chart), picture);
  }

  /**
   * Draws images side by side, each over the name of the class it was taken for.
   *
   * @param images (image, row, column), in [0, 1]
   * @param classes (image)
   */
  static void predictions(FloatNdArray images, LongNdArray classes, Path picture) {
    int count = (int) images.shape().get(0);
    BufferedImage sheet =
        new BufferedImage(GAP + count * (SIDE + GAP), SIDE + 3 * GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 18));
    for (int i = 0; i < count; i++) {
      int left = GAP + i * (SIDE + GAP);
      for (int row = 0; row < 28; row++) {
        for (int column = 0; column < 28; column++) {
          float ink = 1 - images.getFloat(i, row, column);
          g.setColor(new Color(ink, ink, ink));
          g.fillRect(left + column * ZOOM, GAP + row * ZOOM, ZOOM, ZOOM);
        }
      }
      String name = FashionMnist.CLASS_NAMES.get((int) classes.getLong(i));
      g.setColor(Color.BLACK);
      g.drawString(
          name, left + (SIDE - g.getFontMetrics().stringWidth(name)) / 2, SIDE + 2 * GAP + 6);
    }
    g.dispose();
    save(sheet, picture);
  }

  /** Writes a picture as PNG. */
  static void save(BufferedImage image, Path picture) {
    try {
      Files.createDirectories(picture.toAbsolutePath().getParent());
      ImageIO.write(image, "png", picture.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("The picture " + picture + " could not be written.", e);
    }
  }
}

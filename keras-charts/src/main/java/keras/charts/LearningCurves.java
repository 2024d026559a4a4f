package keras.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.callbacks.History;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Learning curves: a chart for the losses, and one for each metric, side by side. */
final class LearningCurves implements Picture {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 400;
  private static final int MOST_IN_ROW = 3;
  private static final int LEGEND_LINE = 22;
  private static final int SYMBOLS = 60;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Color[] COLORS = {
    new Color(0x1f, 0x77, 0xb4), new Color(0xff, 0x7f, 0x0e), new Color(0x2c, 0xa0, 0x2c),
    new Color(0xd6, 0x27, 0x28), new Color(0x94, 0x67, 0xbd), new Color(0x8c, 0x56, 0x4b),
    new Color(0xe3, 0x77, 0xc2), new Color(0x7f, 0x7f, 0x7f), new Color(0xbc, 0xbd, 0x22),
    new Color(0x17, 0xbe, 0xcf)
  };

  private final List<XYChart> charts = new ArrayList<>();
  private final int height;

  LearningCurves(History history) {
    Map<String, Map<String, double[]>> groups = new LinkedHashMap<>();
    groups.put(CurveNames.LOSS, new LinkedHashMap<>()); // comes first
    List<String> names = history.names();
    for (String name : names) {
      lines(history, name)
          .forEach(
              (line, values) ->
                  groups
                      .computeIfAbsent(CurveNames.group(name, names), k -> new LinkedHashMap<>())
                      .put(line, values));
    }
    groups.values().removeIf(Map::isEmpty);
    groups.forEach((group, lines) -> charts.add(chart(group, lines)));
    height =
        charts.stream()
            .filter(c -> c.getStyler().getLegendLayout() == LegendLayout.Vertical)
            .mapToInt(c -> HEIGHT + LEGEND_LINE * (c.getSeriesMap().size() - 1))
            .max()
            .orElse(HEIGHT);
  }

  /** Returns the values of a name by the names of lines; of arrays there is a line an element. */
  private static Map<String, double[]> lines(History history, String name) {
    List<Double> numbers = history.history().get(name);
    if (numbers != null) {
      return Map.of(name, numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }
    List<double[]> arrays = history.arrays(name);
    Map<String, double[]> lines = new LinkedHashMap<>();
    for (int i = 0; i < arrays.get(0).length; i++) {
      int at = i;
      lines.put(name + "[" + i + "]", arrays.stream().mapToDouble(a -> a[at]).toArray());
    }
    return lines;
  }

  private static XYChart chart(String title, Map<String, double[]> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("epoch")
            .yAxisTitle(title)
            .build();
    style(chart);
    int room = WIDTH - SYMBOLS * lines.size();
    boolean wide = lines.keySet().stream().mapToDouble(n -> TextSize.width(TEXT, n)).sum() > room;
    chart.getStyler().setLegendLayout(wide ? LegendLayout.Vertical : LegendLayout.Horizontal);
    List<String> colored = new ArrayList<>();
    for (Map.Entry<String, double[]> line : lines.entrySet()) {
      String plain = CurveNames.plain(line.getKey());
      if (!colored.contains(plain)) {
        colored.add(plain);
      }
      boolean validation = !plain.equals(line.getKey());
      double[] y = line.getValue().clone();
      double[] x =
          IntStream.range(0, y.length).mapToDouble(i -> i + (validation ? 1 : 0.5)).toArray();
      for (int i = 0; i < y.length; i++) {
        y[i] = Double.isFinite(y[i]) ? y[i] : Double.NaN; // a gap
      }
      boolean drawn = Arrays.stream(y).anyMatch(v -> !Double.isNaN(v));
      XYSeries series = chart.addSeries(line.getKey() + (drawn ? "" : " (NaN or infinite)"), x, y);
      series.setLineColor(COLORS[colored.indexOf(plain) % COLORS.length]);
      series.setMarkerColor(COLORS[colored.indexOf(plain) % COLORS.length]);
      series.setLineWidth(1.8f);
      series.setLineStyle(validation ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
      series.setMarker(y.length > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static void style(XYChart chart) {
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderColor(Color.LIGHT_GRAY);
    chart.getStyler().setPlotGridLinesColor(new Color(0xe4, 0xe4, 0xe4));
    chart.getStyler().setChartTitleVisible(false);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(LearningCurves::shown);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setAxisTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    chart.getStyler().setAxisTickLabelsFont(TEXT);
    chart.getStyler().setLegendFont(TEXT);
  }

  /** Returns a number of an axis with six digits at most. */
  static String shown(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return Math.abs(rounded.precision() - rounded.scale()) > 9
        ? rounded.toString()
        : rounded.toPlainString();
  }

  @Override
  public double width() {
    return WIDTH * Math.min(MOST_IN_ROW, charts.size());
  }

  @Override
  public double height() {
    return height * ((charts.size() + MOST_IN_ROW - 1) / MOST_IN_ROW);
  }

  @Override
  public void draw(Graphics2D g) {
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D part = (Graphics2D) g.create();
      part.translate(i % MOST_IN_ROW * WIDTH, i / MOST_IN_ROW * height);
      charts.get(i).paint(part, WIDTH, height);
      part.dispose();
    }
  }
}

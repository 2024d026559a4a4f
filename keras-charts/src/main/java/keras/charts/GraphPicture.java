package keras.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import keras.charts.BoxTable.Place;
import keras.charts.BoxTable.Run;

/** Draws a graph that is laid out, in Keras' colors. */
record GraphPicture(GraphLayout layout) implements Picture {
  private static final float[] DASHES = {6, 4};
  private static final double HEAD = 10;
  private static final double HALF_HEAD = 4;

  @Override
  public double width() {
    return layout.width();
  }

  @Override
  public double height() {
    return layout.height();
  }

  @Override
  public void draw(Graphics2D g) {
    layout.frames().forEach(f -> draw(f, g));
    layout.arrows().forEach(a -> draw(a, g));
    for (GraphLayout.Placed box : layout.tables()) {
      box.table().places().forEach(p -> draw(p, box.x(), box.y(), g));
    }
  }

  private static void draw(GraphLayout.Frame frame, Graphics2D g) {
    Rectangle2D bounds = frame.bounds();
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0));
    g.draw(bounds);
    g.setFont(GraphLayout.FRAME_TITLE);
    g.drawString(
        frame.name(),
        (float) bounds.getX() + 8,
        (float) (bounds.getY() + 6 + TextSize.ascent(GraphLayout.FRAME_TITLE)));
  }

  private static void draw(GraphLayout.Line line, Graphics2D g) {
    double angle =
        Math.atan2(
            line.tip().getY() - line.before().getY(), line.tip().getX() - line.before().getX());
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(line.path());
    Path2D head = new Path2D.Double();
    head.moveTo(0, 0);
    head.lineTo(-HEAD, HALF_HEAD);
    head.lineTo(-HEAD, -HALF_HEAD);
    head.closePath();
    AffineTransform at = AffineTransform.getTranslateInstance(line.tip().getX(), line.tip().getY());
    at.rotate(angle);
    g.fill(head.createTransformedShape(at));
  }

  private static void draw(Place cell, double x, double y, Graphics2D g) {
    Rectangle2D bounds =
        new Rectangle2D.Double(x + cell.x(), y + cell.y(), cell.width(), cell.height());
    g.setColor(cell.back());
    g.fill(bounds);
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(1));
    g.draw(bounds);
    g.setColor(cell.ink());
    double left = bounds.getX() + (cell.width() - cell.textWidth()) / 2;
    for (Run run : cell.runs()) {
      double top = bounds.getY() + (cell.height() - TextSize.height(run.font())) / 2;
      g.setFont(run.font());
      String text = run.text().stripLeading(); // an SVG drops spaces in front
      double indent = run.width() - TextSize.width(run.font(), text);
      g.drawString(text, (float) (left + indent), (float) (top + TextSize.ascent(run.font())));
      left += run.width();
    }
  }
}

package keras.charts;

import java.awt.Graphics2D;

/** Something to draw, and how large it is in points. */
interface Picture {
  double width();

  double height();

  void draw(Graphics2D g);
}

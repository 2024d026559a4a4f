package keras.charts;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;

/** How much room texts take, in points, whatever they are drawn on. */
final class TextSize {
  private static final FontRenderContext CONTEXT =
      new FontRenderContext(new AffineTransform(), true, true);

  private TextSize() {}

  static double width(Font font, String text) {
    return font.getStringBounds(text, CONTEXT).getWidth();
  }

  static double height(Font font) {
    return font.getLineMetrics("Ag", CONTEXT).getHeight();
  }

  /** Returns how far below the top of a line its letters stand. */
  static double ascent(Font font) {
    return font.getLineMetrics("Ag", CONTEXT).getAscent();
  }
}

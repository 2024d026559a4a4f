/** Draws pictures of models and of trainings into PNG and SVG files. */
@NullMarked
package keras.charts;

import org.jspecify.annotations.NullMarked;

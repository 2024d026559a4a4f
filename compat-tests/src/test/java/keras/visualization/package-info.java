/** Tests of graphs of models. */
@NullMarked
package keras.visualization;

import org.jspecify.annotations.NullMarked;

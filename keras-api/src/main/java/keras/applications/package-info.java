/**
 * Architectures of images that Keras has whole, with the weights that were found on ImageNet.
 *
 * <p>Keras: {@code keras/src/applications}.
 */
@NullMarked
package keras.applications;

import org.jspecify.annotations.NullMarked;
